import type { World } from '../../model/world.ts';
import type { MeasuredRun } from './measured-run.ts';

/** A number by which kernels are compared besides their laws, such as the memory of a table. */
export interface Measure {
  /** The heading of its column. */
  readonly name: string;
  /** What it counts, for a legend. */
  readonly says: string;
  /** Whether kernels are compared by it in this world. */
  isIn(this: void, world: World): boolean;
  /** Undefined: this kernel has no such number. */
  of(this: void, run: MeasuredRun): Value | undefined;
}

/** A number, and how it is shown. */
export interface Value {
  readonly value: number;
  readonly text: string;
}
