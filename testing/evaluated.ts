import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';

/** A stand-in for vitest: runs each test at once, and throws if one fails. */
const standIn = `
export const it = (_name, test) => test();
const wrong = (says) => { throw new Error(says); };
export const expect = (seen) => ({
  toBe: (other) => { if (seen !== other) wrong(seen + ' is not ' + other); },
  not: { toContain: (part) => { if (seen.includes(part)) wrong('contains ' + part); } },
});
`;

/**
 * Runs a test file that needs only the package and vitest.
 *
 * @param library - what it gets as the package
 * @throws Error if a test in it fails
 */
export async function evaluated(test: string, library: string): Promise<void> {
  const { outputFiles } = await build({
    stdin: { contents: test, loader: 'ts', resolveDir: '.' },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
    plugins: [
      {
        name: 'its packages',
        setup(on) {
          on.onResolve({ filter: /^pasidcheck$/ }, () => ({ path: library }));
          on.onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'standIn' }));
          on.onLoad({ filter: /./, namespace: 'standIn' }, () => ({ contents: standIn }));
          on.onResolve({ filter: /^crypto$/ }, () => ({ path: 'crypto', namespace: 'none' }));
          on.onLoad({ filter: /./, namespace: 'none' }, () => ({ contents: '' }));
        },
      },
    ],
  });
  runInNewContext(outputFiles[0]!.text, { TextEncoder });
}
