import type { AnyState } from '../model/any-state.ts';
import type { Command, RulesByKind } from '../model/command.ts';
import type { Specification } from '../properties/specification.ts';

/**
 * The commands that lead from this state to one in which nobody is left, so that the laws at rest are asked. The state
 * goes there.
 *
 * @param rules - of the commands that may be issued: where another one is needed it ends
 */
export function windDown(specification: Specification, rules: RulesByKind, s: AnyState): Command[] {
  const steps: Command[] = [];
  for (;;) {
    const c = specification.windDown?.(s);
    const r = c && rules[c.kind];
    if (r === undefined) return steps;
    r.next(s, c!, r.typical(s, c!));
    steps.push(c!);
  }
}
