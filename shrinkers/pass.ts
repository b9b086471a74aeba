import type { Command, Rules } from '../model/command.ts';
import { commandsIn } from '../model/in-world.ts';
import type { Trace } from '../model/trace.ts';
import type { Specification } from '../properties/specification.ts';

/** One way to make a trace simpler. It proposes and never runs anything; the driver decides. */
export interface Pass {
  readonly name: string;
  /** Why it exists, with the smallest trace that needs it in words. */
  readonly because: string;
  /** Traces that might do as well; only those that are simpler will be tried. */
  candidates(trace: Trace, spec: Specification): Iterable<Trace>;
}

/** What a pass may put in the place of something: commands that mean nothing in the world would be skipped. */
export function rulesIn({ world }: Trace, spec: Specification): readonly Rules[] {
  return commandsIn(spec.rules, world);
}

export function withSteps(trace: Trace, steps: readonly Command[]): Trace {
  return { world: trace.world, steps };
}
