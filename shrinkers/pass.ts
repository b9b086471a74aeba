import type { Command, Rules } from '../model/command.ts';
import { isIn } from '../model/in-world.ts';
import type { Trace } from '../model/trace.ts';

/** The rules by kind: passes work on names and words, which the rules’ fields describe. */
export type RulesByKind = Readonly<Record<string, Rules>>;

/** One way to make a trace simpler. It proposes and never runs anything; the driver decides. */
export interface Pass {
  readonly name: string;
  /** Why it exists, with the smallest trace that needs it in words. */
  readonly because: string;
  /** Traces that might do as well; only those that are simpler will be tried. */
  candidates(trace: Trace, rules: RulesByKind): Iterable<Trace>;
}

/** What a pass may put in the place of something: commands that mean nothing in the world would be skipped. */
export function rulesIn({ world }: Trace, rules: RulesByKind): Rules[] {
  return Object.values(rules).filter((r) => isIn(r, world));
}

export function withSteps(trace: Trace, steps: readonly Command[]): Trace {
  return { world: trace.world, steps };
}
