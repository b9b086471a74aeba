import type { Command, Rules } from '../model/command.ts';
import { commandsIn } from '../model/in-world.ts';
import type { Trace } from '../model/trace.ts';
import type { Specification } from '../properties/specification.ts';

/** One way to make a trace simpler. A pass proposes traces and never runs them; the driver decides. */
export interface Pass {
  readonly name: string;
  /** Why it exists, with the smallest trace that needs it, in words. */
  readonly because: string;
  /** Candidate traces. The driver tries only those that are simpler. */
  candidates(trace: Trace, spec: Specification): Iterable<Trace>;
}

/** The kinds of commands that a pass may insert. Commands that do not exist in the world would be skipped. */
export function rulesIn({ world }: Trace, spec: Specification): readonly Rules[] {
  return commandsIn(spec.rules, world);
}

export function withSteps(trace: Trace, steps: readonly Command[]): Trace {
  return { world: trace.world, steps };
}
