import type { Machine } from './machine.ts';
import type { OpsTables } from './ops.ts';
import type { Srcu } from './srcu.ts';
import type { WorkFunction, Works } from './workqueue.ts';

/** What work items and grace periods need of the kernel that runs on the machine. */
export interface Host {
  readonly machine: Machine;
  readonly works: Works;
  readonly srcu: Srcu;
  readonly ops: { readonly works: OpsTables<WorkFunction> };
}
