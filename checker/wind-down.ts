import type { AnyState } from '../model/any-state.ts';
import type { Command, RulesByKind } from '../model/command.ts';
import type { Specification } from '../properties/specification.ts';

/**
 * The commands that lead from this state to one without a process, so that the laws at rest are judged. The state moves
 * there.
 *
 * @param rules - the rules of the commands that may be issued; if another command is needed, the list ends
 *
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
