import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';

/**
 * For suites only: two defects at once. After a use after free, an exit continues file by file until it hangs. So the
 * order in which the files were opened decides which laws are broken.
 */
export function twiceWrong(): SimulatedKernel {
  return new SimulatedKernel('twice wrong', {
    ...reference,
    bondPins: 'mm_users',
    mmputInUnbind: 'after-bond-freed',
    uacceUnbind: 'keeps-bond',
  });
}
