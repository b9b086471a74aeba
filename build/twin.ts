import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { straighten } from './straighten.ts';

const TWINS = 'straight';

/** The step after the compiler: replaces the placeholder by the kernel’s straight twin. @param out - the compiled folder */
export function writeTwin(out: string): void {
  const kernel = join(out, 'implementation', 'kernel');
  const files = readdirSync(kernel, { recursive: true, encoding: 'utf8' });
  const modules = new Map(
    files
      .map((file) => file.replaceAll(sep, '/'))
      .filter((file) => file.endsWith('.js') && !file.startsWith(`${TWINS}/`))
      .map((file) => [file, readFileSync(join(kernel, file), 'utf8')]),
  );
  const twins = straighten(
    modules,
    ['straight.js'],
    { module: 'machine/hang.js', name: 'hang' },
    (from, to, hasTwin) => addressOf(join(TWINS, from), hasTwin ? join(TWINS, to) : to),
  );
  for (const [path, text] of twins) {
    const to = join(kernel, TWINS, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text);
  }
  writeFileSync(join(kernel, 'straight.js'), `export * from './${TWINS}/straight.js';\n`);
}

function addressOf(from: string, to: string): string {
  const way = relative(dirname(from), to).replaceAll(sep, '/');
  return way.startsWith('.') ? way : `./${way}`;
}
