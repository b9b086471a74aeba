import { parseArgs } from 'node:util';
import { findKernel, simulate } from '../defects/kernels.ts';
import { findWorld } from '../model/worlds.ts';
import { checkSymmetry } from '../testing/symmetry.ts';

/**
 * `npm run symmetry` renames random states of a kernel at random. It checks that a state and its renamed twin have the
 * same form, and that the same command leads both to equal forms. The exit code is 1 if one does not.
 */

const { values } = parseArgs({
  options: {
    kernel: { type: 'string', default: 'reference' },
    /** The number of renamings for all worlds together. */
    renamings: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    worlds: { type: 'string', default: 'sva,sva-small' },
  },
});

/** The largest number of differences that are shown. */
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
