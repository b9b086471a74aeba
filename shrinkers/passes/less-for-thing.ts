import type { Command } from '../../model/command.ts';
import type { Trace } from '../../model/trace.ts';
import type { Specification } from '../../properties/specification.ts';
import { insertions, makesSense, mentions } from '../edits.ts';
import { type Pass, rulesIn, withSteps } from '../pass.ts';
import { madeNames, makesSomething, withoutName } from '../things.ts';

const STEPS_MAX = 10;

export const lessForThing: Pass = {
  name: 'less for a thing',
  because:
    'a process that only holds something, or whose last call only waits, can be replaced by an object that holds it too, or by the steps that are awaited. Removes all commands about one object that the trace creates. Then inserts one that creates something; or, if the last command has gone with them, appends up to two that create nothing, the first of them about one thing at most. Smallest: [open p0 -> f0, fork p0 -> p1, open p1 -> f1, close p1 f1] where that close waits for [gp, work], which do the same.',
  *candidates(trace, spec) {
    const { steps } = trace;
    if (steps.length > STEPS_MAX) return;
    for (const name of madeNames(steps, spec)) {
      const rest = withoutName(trace, name, spec);
      const room = steps.length - rest.steps.length - 1;
      if (room < 1 || rest.steps.length === 0) continue;
      for (const candidate of withMaker(rest, spec))
        if (makesSense(candidate, trace, spec)) yield candidate;
      if (rest.steps.at(-1) === steps.at(-1)) continue;
      for (const candidate of withEnd(rest, Math.min(room, 2), spec))
        if (makesSense(candidate, trace, spec)) yield candidate;
    }
  },
};

function* withMaker(trace: Trace, spec: Specification): Generator<Trace> {
  for (const target of rulesIn(trace, spec).filter(makesSomething))
    for (let at = 0; at < trace.steps.length; at++)
      for (const c of insertions(target, trace.steps, at, spec))
        yield withSteps(trace, trace.steps.toSpliced(at, 0, c));
}

/** The trace with one more command, or with two. */
function* withEnd(trace: Trace, most: number, spec: Specification): Generator<Trace> {
  for (const c of ends(trace, spec)) {
    const longer = withSteps(trace, [...trace.steps, c]);
    yield longer;
    if (most < 2 || mentions(c, spec).length > 1) continue;
    for (const end of ends(longer, spec)) yield withSteps(trace, [...longer.steps, end]);
  }
}

function ends(trace: Trace, spec: Specification): Command[] {
  const { steps } = trace;
  return rulesIn(trace, spec)
    .filter((rules) => !makesSomething(rules))
    .flatMap((target) => insertions(target, steps, steps.length, spec));
}
