import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles the process that searches a mutant, with other text for these files.
 *
 * @returns undefined if the text cannot be parsed
 */
export async function bundle(
  changed: ReadonlyMap<string, string>,
  outfile: string,
): Promise<boolean> {
  try {
    await build({
      entryPoints: [`${root}benchmarks/mutants/search.ts`],
      absWorkingDir: root,
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      logLevel: 'silent',
      // Packages are CommonJS, and ask for modules of Node.
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      plugins: [
        {
          name: 'mutants',
          setup(bundling) {
            bundling.onLoad({ filter: /implementation\/kernel\/.*\.ts$/ }, ({ path }) => {
              const file = relative(root, path);
              return { contents: changed.get(file) ?? readFileSync(path, 'utf8'), loader: 'ts' };
            });
          },
        },
      ],
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'errors' in error) return false;
    throw error;
  }
}
