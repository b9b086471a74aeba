import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './shipped.ts';

let made: string | undefined;

/**
 * The page without a trace: in a package the one that was built; in a clone, where nobody runs yesterday’s build, one that is
 * made of the sources as they are now.
 */
export function pageTemplate(): string {
  return (made ??= existsSync(join(root, 'build')) ? fromSource() : readFileSync(built(), 'utf8'));
}

function built(): string {
  return join(root, 'dist', 'page', 'template.html');
}

/** The bundler runs in a process of its own: it answers later, and this program never waits. */
function fromSource(): string {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const script = join(root, 'build', 'page-from-source.ts');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), script],
    { env, encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`build/page-from-source.ts failed: ${stderr}`);
  return stdout;
}
