import type { Answer } from '../../model/answer.ts';
import type { Command } from '../../model/command.ts';
import type { Kernel } from './kernel.ts';
import { traceFunctions } from './machine/function-trace.ts';
import { SimulatedKernel } from './simulated.ts';

/** The simulated Linux, with a record of the functions that it passes through. Slower than without. */
export class TracedKernel extends SimulatedKernel {
  /** Their names, each once, in the order in which they were first passed. */
  readonly passed = new Set<string>();
  /** An observation passes through no function of the kernel. */
  #isRunning = false;

  override apply(command: Command): Answer {
    return this.#running(() => super.apply(command));
  }

  override settle(): void {
    this.#running(() => super.settle());
  }

  protected override booted(k: Kernel): void {
    traceFunctions(k.machine, k.locks, (name) => {
      if (this.#isRunning) this.pass(name, k);
    });
  }

  /** A command passes through a function. */
  protected pass(name: string, _k: Kernel): void {
    this.passed.add(name);
  }

  #running<T>(run: () => T): T {
    this.#isRunning = true;
    try {
      return run();
    } finally {
      this.#isRunning = false;
    }
  }
}
