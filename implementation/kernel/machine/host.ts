import type { Machine } from './machine.ts';
import type { OpsTables } from './ops.ts';
import type { Srcu } from './srcu.ts';
import type { WorkFunction, Works } from './workqueue.ts';

/** The part of the kernel that work items and grace periods need. */
export interface Host {
  readonly machine: Machine;
  readonly works: Works;
  readonly srcu: Srcu;
  readonly ops: { readonly works: OpsTables<WorkFunction> };
}
