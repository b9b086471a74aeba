import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { straighten } from '../build/straighten.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import type * as straight from '../implementation/kernel/straight.ts';
import type { Switches } from '../implementation/kernel/switches.ts';

/** For suites only: the straight twin of the kernel, made from the current sources. */

const sources = resolve('implementation/kernel');

type Kernel = new (switches: Switches) => SimulatedKernel;

/** A kernel that runs the twin. @param folder - an empty one, for the twin’s modules */
export async function straightKernel(folder: string): Promise<Kernel> {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(file),
  );
  const modules = new Map(
    files.map((file) => [file.replaceAll(sep, '/'), readFileSync(join(sources, file), 'utf8')]),
  );
  const twins = straighten(
    modules,
    ['straight.ts'],
    { module: 'machine/hang.ts', name: 'hang' },
    (_from, to, hasTwin) => pathToFileURL(hasTwin ? placeOf(folder, to) : join(sources, to)).href,
  );
  for (const [path, text] of twins) {
    const to = placeOf(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text);
  }
  const entry = pathToFileURL(placeOf(folder, 'straight.ts')).href;
  const twin = (await import(entry)) as typeof straight;
  return class extends SimulatedKernel {
    protected override readonly alone = twin;

    constructor(switches: Switches) {
      super('straight', switches);
    }
  };
}

/** `.mts`, because no package.json declares the type of these modules. */
function placeOf(folder: string, path: string): string {
  return join(folder, path.replace(/\.ts$/, '.mts'));
}
