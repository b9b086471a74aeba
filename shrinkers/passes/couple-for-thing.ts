import type { Command } from '../../model/command.ts';
import type { Trace } from '../../model/trace.ts';
import { areCouple } from '../couples.ts';
import { insertions, makesSense } from '../edits.ts';
import { type Pass, rulesIn, withSteps } from '../pass.ts';
import { madeNames, makesSomething, withoutName } from '../things.ts';
import type { Specification } from '../../properties/specification.ts';

const STEPS_MAX = 10;

export const coupleForThing: Pass = {
  name: 'a couple for a thing',
  because:
    'many commands about a third file may be replaced by two commands that begin something and end it at once. Removes all commands about one object that the trace creates, and inserts two commands, of which the second ends what the first began. Smallest: [open p0 d0 -> f0, open p0 d1 -> f1, start f1, dma f1, exit p0] where the second file only needs to come and go.',
  *candidates(trace, spec) {
    const { steps } = trace;
    if (steps.length > STEPS_MAX) return;
    for (const name of madeNames(steps, spec)) {
      const rest = withoutName(trace, name, spec);
      if (rest.steps.length > steps.length - 3 || rest.steps.at(-1) !== steps.at(-1)) continue;
      for (let at = rest.steps.length - 1; at >= 0; at--)
        for (const [begin, end] of couplesFor(rest, at, spec))
          yield withSteps(trace, rest.steps.toSpliced(at, 0, begin, end));
    }
  },
};

/** Two commands that make sense before this place: one creates something, and the other ends it. */
function* couplesFor(
  trace: Trace,
  at: number,
  spec: Specification,
): Generator<readonly [Command, Command]> {
  const all = rulesIn(trace, spec);
  for (const first of all.filter(makesSomething))
    for (const begin of insertions(first, trace.steps, at, spec)) {
      const begun = trace.steps.toSpliced(at, 0, begin);
      for (const second of all)
        for (const end of insertions(second, begun, at + 1, spec)) {
          const both = withSteps(trace, begun.toSpliced(at + 1, 0, end));
          if (areCouple(both, at, at + 1, spec) && makesSense(both, trace, spec))
            yield [begin, end];
        }
    }
}
