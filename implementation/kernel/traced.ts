import type { Kernel } from './kernel.ts';
import { traceFunctions } from './machine/function-trace.ts';
import { SimulatedKernel } from './simulated.ts';

/** The simulated Linux, with a record of the functions that it passes through. Slower than without. */
export class TracedKernel extends SimulatedKernel {
  /** Their names since it was last cleared, each once, in the order in which they were first passed. */
  readonly passed = new Set<string>();

  protected override booted(k: Kernel): void {
    traceFunctions(k.machine, k.locks, this.passed);
    this.passed.clear();
  }
}
