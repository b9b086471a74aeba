import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles the command line: one file for the first thread and one for the program, instead of hundreds that Node opens one
 * by one. A command starts in half the time. Packages are not included. The library is not bundled: its users have a
 * bundler, or want single files.
 *
 * @param out - the compiled folder; its `cli` holds the two files afterwards, and nothing else
 */
export async function bundleProgram(out: string): Promise<void> {
  const folder = join(out, 'cli');
  const compiled = readdirSync(folder);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'main.js')],
    outdir: folder,
    bundle: true,
    // The first thread does not load the program.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    chunkNames: '[name]',
    logLevel: 'error',
    write: false,
  });
  for (const file of compiled) rmSync(join(folder, file), { recursive: true });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
}
