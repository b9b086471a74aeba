import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';

/** struct vm_operations_struct: the functions of a driver for areas that map one of its files. */
export interface VmOperations {
  /** The area is unmapped. */
  close(k: Kernel, area: Ptr): Call<void>;
  /** Whether the area may be moved to another address; without this function, always. 0 or an error. */
  mremap?(k: Kernel, area: Ptr): number;
  /** Whether the area may be split in two; without this function, always. 0 or an error. */
  maySplit?(k: Kernel, area: Ptr): number;
  /**
   * Not an operation of Linux, but the access to the memory to which the page tables point. 0, or, if that is by now somebody
   * else’s, whose: a number that the driver defines.
   */
  access(k: Kernel, area: Ptr): number;
}
