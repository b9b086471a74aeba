import type { Broken } from '../model/judgement.ts';
import type { Command } from '../model/command.ts';
import type { Trace } from '../model/trace.ts';
import type { Reproduce } from '../shrinkers/shrink.ts';
import type { Runner } from './run.ts';

/** The same law at the same place: what a smaller trace must still break. */
export function sameViolation(a: Broken, b: Broken): boolean {
  return a.law === b.law && a.place === b.place;
}

/** Where and how a trace breaks this law at this place for the first time; undefined if it does not. */
export function firstBreak(
  runner: Runner,
  trace: Trace,
  target: Broken,
):
  { readonly step: number; readonly broken: Broken; readonly ran: readonly Command[] } | undefined {
  let found: { step: number; broken: Broken } | undefined;
  const ran: Command[] = [];
  runner.run(trace.steps, {
    before(_s, _step, c) {
      if (found === undefined) ran.push(c);
    },
    broken(step, broken) {
      if (found === undefined && sameViolation(broken, target)) found = { step, broken };
    },
  });
  return found === undefined ? undefined : { ...found, ran };
}

/**
 * For the shrinker: runs a trace, keeps what was carried out up to the break.
 *
 * @param counts - whether this break of this trace counts, where not every one does
 */
export function reproduceOn(
  runner: Runner,
  target: Broken,
  counts?: (trace: Trace, broken: Broken) => boolean,
): Reproduce {
  return (trace) => {
    const found = firstBreak(runner, trace, target);
    if (found === undefined) return undefined;
    const cut = { world: trace.world, steps: found.ran };
    return counts === undefined || counts(cut, found.broken) ? cut : undefined;
  };
}
