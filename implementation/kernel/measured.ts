import type { Kernel } from './kernel.ts';
import { TracedKernel } from './traced.ts';

/** A section in which nothing may sleep. */
export interface AtomicSection {
  /** Calls, locks taken, and accesses to objects. */
  readonly steps: number;
  /** The function with which it begins. */
  readonly from: string;
}

/** The simulated Linux, with a count of what it passes through. */
export class MeasuredKernel extends TracedKernel {
  readonly #times = new Map<string, number>();
  #longest: AtomicSection | undefined;
  /** Of the section that runs now. */
  #steps = 0;
  #from = '';

  /** How often a function was passed. */
  timesPassed(name: string): number {
    return this.#times.get(name) ?? 0;
  }

  /** The longest section so far in which nothing may sleep; undefined: there was none. */
  get longestAtomic(): AtomicSection | undefined {
    return this.#longest;
  }

  protected override booted(k: Kernel): void {
    super.booted(k);
    const { machine } = k;
    const begin = machine.beginAtomic.bind(machine);
    machine.beginAtomic = () => {
      if (machine.cpu.atomic === 0) this.#steps = 0;
      begin();
    };
  }

  protected override pass(name: string, k: Kernel): void {
    super.pass(name, k);
    this.#times.set(name, this.timesPassed(name) + 1);
    if (k.machine.cpu.atomic === 0) return;
    if (this.#steps++ === 0) this.#from = name;
    if (this.#steps > (this.#longest?.steps ?? 0))
      this.#longest = { steps: this.#steps, from: this.#from };
  }
}
