import { parseArgs } from 'node:util';
import { findKernel, simulate } from '../defects/kernels.ts';
import { findWorld } from '../model/worlds.ts';
import { checkSymmetry } from '../testing/symmetry.ts';

/**
 * `npm run symmetry`: random states of a kernel, renamed at random. Do a state and its renamed twin
 * have the same form, and does the same command lead both to the same? Ends with 1 if one does not.
 */

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', default: 'reference' },
    /** Shared among the worlds. */
    renamings: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    worlds: { type: 'string', default: 'sva,sva-small' },
  },
});

/** What is shown of what differed. */
const SHOWN_MAX = 10;

const worlds = values.worlds.split(',');
const kernel = findKernel(values.kernel);
for (const name of worlds) {
  const renamings = Math.ceil(Number(values.renamings) / worlds.length);
  const start = performance.now();
  const { failures } = checkSymmetry(
    simulate(kernel),
    findWorld(name),
    renamings,
    Number(values.seed),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${kernel.name} ${name}: ${renamings} renamings, ${failures.length} failures, ${seconds} s`,
  );
  for (const failure of failures.slice(0, SHOWN_MAX)) console.log(`  ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}
