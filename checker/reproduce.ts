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

/** For the shrinker: runs a trace, keeps what was carried out up to the break. */
export function reproduceOn(runner: Runner, target: Broken): Reproduce {
  return (trace) => {
    const found = firstBreak(runner, trace, target);
    return found === undefined ? undefined : { world: trace.world, steps: found.ran };
  };
}
