import { Oops } from '../implementation/kernel/machine/splat.ts';
import type { Switches } from '../implementation/kernel/switches.ts';
import { findWorld } from '../model/worlds.ts';
import { Bench } from './kernel.ts';

/** For suites only: the complete behaviour of a kernel on a trace, to compare it with that of another. */

/** A short trace on which a value of a switch makes a difference. */
export interface Difference {
  /** Switches that are changed for both, if the value matters only then. */
  readonly given?: Partial<Switches>;
  readonly trace: readonly string[];
  /** Default: the world of the table. */
  readonly world?: string;
}

/** One for each value of these switches that is not the reference. */
export type Differences<K extends string> = Readonly<
  Record<K, Readonly<Record<string, Difference>>>
>;

/** Answers, log and every count and table of the kernel after a trace; the trace ends when a task is killed. */
export function outcome(off: Partial<Switches>, trace: readonly string[], world: string) {
  const bench = new Bench(off, findWorld(world));
  const answers: string[] = [];
  try {
    for (const line of trace) answers.push(...bench.run(line));
  } catch (error) {
    if (!(error instanceof Oops)) throw error;
    answers.push('OOPS');
  }
  return { answers, log: bench.log, memory: [...bench.k.machine.layout.snapshot()] };
}
