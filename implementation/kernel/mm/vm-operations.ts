import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';

/** struct vm_operations_struct: what a driver does with an area that maps one of its files. */
export interface VmOperations {
  /** The area is unmapped. */
  close(k: Kernel, area: Ptr): Call<void>;
  /** May the area be moved to another address? Without this, always. 0 or an error. */
  mremap?(k: Kernel, area: Ptr): number;
  /** No operation of Linux, but what an access through the page tables touches. */
  access(k: Kernel, area: Ptr): void;
}
