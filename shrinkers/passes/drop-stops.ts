import type { Command } from '../../model/command.ts';
import { isContinuation, through } from '../../model/continuations.ts';
import { type Pass, withSteps } from '../pass.ts';
import type { Specification } from '../../properties/specification.ts';

export const dropStops: Pass = {
  name: 'drop stops',
  because:
    'two overlapping commands may break the law just as well one after the other. Removes all stops at once. For each stop, moves the steps in between before or after the command, or removes only the stop. Smallest: [open [stops], dma, continue] for a law that needs the two in any order.',
  *candidates(trace, spec) {
    const { steps } = trace;
    const stopping = steps.flatMap((c, i) => (c.stops === undefined ? [] : [i]));
    if (stopping.length === 0) return;
    yield withSteps(trace, steps.filter((c) => !isContinuation(c)).map(through));
    for (const i of stopping) {
      const goesOn = nextOf(steps, i, spec);
      if (goesOn >= 0) {
        // The steps in between move after it, or before it.
        const whole = { ...steps[i]!, ...stopOf(steps[goesOn]!) };
        const plain = steps[goesOn]!.stops === undefined ? through(whole) : whole;
        yield withSteps(trace, steps.toSpliced(goesOn, 1).with(i, plain));
        yield withSteps(trace, steps.with(goesOn, plain).toSpliced(i, 1));
      }
      yield withSteps(trace, steps.with(i, through(steps[i]!)));
    }
  },
};

/** The index at which the task resumes the command that was suspended at `i`; -1 if it does not. */
function nextOf(steps: readonly Command[], i: number, spec: Specification): number {
  const task = spec.vocabulary.taskOf(steps[i]!);
  return steps.findIndex(
    (c, j) => j > i && isContinuation(c) && spec.vocabulary.taskOf(c) === task,
  );
}

function stopOf({ stops }: Command): { stops?: string } {
  return stops === undefined ? {} : { stops };
}
