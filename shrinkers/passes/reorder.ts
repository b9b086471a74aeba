import type { Command } from '../../model/command.ts';
import { mentions, withLowerNames } from '../edits.ts';
import { type Pass, withSteps } from '../pass.ts';
import type { Specification } from '../../properties/specification.ts';

export const reorder: Pass = {
  name: 'reorder',
  because:
    'independent commands can stand in any order, and one finding should have one text. Moves one command to any earlier place after the commands that create its names, unchanged and with a lower name: earlier, another process may still exist to issue it. The order “simpler” picks the canonical text. Smallest: [fork, open p0, ...] where [open p0, fork, ...] does the same.',
  *candidates(trace, spec) {
    const { steps } = trace;
    for (let from = 1; from < steps.length; from++) {
      const rest = steps.toSpliced(from, 1);
      for (const c of [steps[from]!, ...withLowerNames(steps[from]!, spec)])
        for (let to = firstPlace(c, rest, from, spec); to < from; to++)
          yield withSteps(trace, rest.toSpliced(to, 0, c));
    }
  },
};

/** The index after the last command that creates one of its names. */
function firstPlace(
  c: Command,
  steps: readonly Command[],
  at: number,
  spec: Specification,
): number {
  const named = mentions(c, spec);
  return (
    steps.slice(0, at).findLastIndex((other) => {
      let isMaker = false;
      spec.vocabulary.eachName(other, (sort, _field, name, makes) => {
        if (makes && named.includes(`${sort} ${name}`)) isMaker = true;
      });
      return isMaker;
    }) + 1
  );
}
