import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';

/**
 * For suites only: two defects at once. An exit goes on behind a use after free, file by file, until it
 * hangs; so the order in which the files were opened decides what is broken.
 */
export function twiceWrong(): SimulatedKernel {
  return new SimulatedKernel('twice wrong', {
    ...reference,
    bondPins: 'mm_users',
    mmputInUnbind: 'after-bond-freed',
    uacceUnbind: 'keeps-bond',
  });
}
