import { type Broken, sameViolation } from '../model/judgement.ts';
import type { Command } from '../model/command.ts';
import type { Trace } from '../model/trace.ts';
import { NotReproduced, type Reproduce, type Reproducing } from '../shrinkers/shrink.ts';
import { atOnce, type Work } from '../shrinkers/work.ts';
import type { Runner } from './run.ts';

/** The place at which a trace breaks a law, the violation, and the steps that were executed up to there. */
export interface FirstBreak {
  readonly step: number;
  readonly broken: Broken;
  readonly ran: readonly Command[];
}

/** The first break of this law at this place in a trace; undefined if there is none. */
export function firstBreak(runner: Runner, trace: Trace, target: Broken): FirstBreak | undefined {
  return atOnce(breaking(runner, trace, target));
}

/** The same for a run that may have to wait. */
export function* breaking(
  runner: Runner,
  trace: Trace,
  target: Broken,
): Work<FirstBreak | undefined> {
  let found: { step: number; broken: Broken } | undefined;
  const ran: Command[] = [];
  yield* runner.running(trace.steps, {
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
 * How a trace breaks this law at this place, in words.
 *
 * @throws NotReproduced if it does not: the implementation is not deterministic
 */
export function* witnessing(runner: Runner, trace: Trace, target: Broken): Work<string> {
  const first = yield* breaking(runner, trace, target);
  if (first === undefined)
    throw new NotReproduced(trace, 'the trace of a finding does not break the law again');
  return first.broken.witness;
}

/**
 * For the shrinker: runs a trace, and returns the steps that were executed up to the break.
 *
 * @param counts - an additional condition on the break; default: every break counts
 */
export function reproduceOn(
  runner: Runner,
  target: Broken,
  counts?: (trace: Trace, broken: Broken) => boolean,
): Reproduce {
  const reproduce = reproducingOn(runner, target, counts);
  return (trace) => atOnce(reproduce(trace));
}

/** The same for a run that may have to wait. */
export function reproducingOn(
  runner: Runner,
  target: Broken,
  counts?: (trace: Trace, broken: Broken) => boolean,
): Reproducing {
  return function* (trace) {
    const found = yield* breaking(runner, trace, target);
    if (found === undefined) return undefined;
    const cut = { world: trace.world, steps: found.ran };
    return counts === undefined || counts(cut, found.broken) ? cut : undefined;
  };
}
