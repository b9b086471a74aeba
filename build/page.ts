import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';
import { template } from '../reports/page/document.ts';
import { colourRules, drawingRules } from '../reports/page/drawing/palette.ts';

/** The folder with the sources of this project. */
const sources = join(import.meta.dirname, '..');

const shape = {
  bundle: true,
  minify: true,
  legalComments: 'none',
  platform: 'browser',
  target: 'es2023',
  format: 'iife',
  charset: 'utf8',
  logLevel: 'error',
  write: false,
} as const satisfies BuildOptions;

/**
 * The page without a trace, with the checker in it.
 *
 * @param engine - the entry of its worker: the compiled one, whose kernel has a straight twin, or a source
 */
export async function pageTemplate(engine: string): Promise<string> {
  const [worker, script, style] = await Promise.all([
    // Nothing may be compiled in the page, so the reader of traces must not try.
    bundled({
      entryPoints: [engine],
      banner: { js: 'globalThis.__zod_globalConfig={jitless:true};' },
    }),
    bundled({
      entryPoints: [join(sources, 'reports/page/ui/main.tsx')],
      jsx: 'automatic',
      jsxImportSource: 'preact',
    }),
    bundled({
      stdin: {
        contents: [
          colourRules(':root'),
          drawingRules(),
          readFileSync(join(sources, 'reports/page/page.css'), 'utf8'),
        ].join('\n'),
        loader: 'css',
      },
    }),
  ]);
  return template({ worker: packed(worker), script, style, hash });
}

async function bundled(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({ ...shape, ...options, write: false });
  return outputFiles[0]!.text;
}

/** The engine is most of a page, and a page is sent by mail: it travels at a third of its size. The page unpacks it. */
function packed(code: string): string {
  return deflateRawSync(code, { level: 9 }).toString('base64');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
