import type { StateLine } from './state-line.ts';
import { domains } from './domains.ts';
import type { Gauge } from './gauge.ts';
import { vocabulary } from './linux.ts';
import type { Observation } from './observation.ts';
import type { Opening } from './opening.ts';
import type { State } from './state.ts';
import type { Trace } from './trace.ts';
import type { World } from './world.ts';

/** What the domains say together about a state, a trace, a world. */

/** The whole state of the specification, one line for each object. */
export function describeState(s: State): readonly StateLine[] {
  return domains.flatMap((domain) => domain.describe?.(s) ?? []);
}

/** All gauges of a trace. */
export function gaugesOf(trace: Trace<World>): readonly Gauge<Observation, State>[] {
  const made = madeBy(trace);
  return domains.flatMap((domain) => domain.gauges?.(trace, made) ?? []);
}

/** How most traces begin in a world; empty if any first command is as good. */
export function openingsOf(world: World): readonly Opening[] {
  return domains.flatMap((domain) => domain.openings?.(world) ?? []);
}

/** The situations of all objects of a state. */
export function eachSituation(s: State, note: (situation: number) => void): void {
  for (const domain of domains) domain.situations?.(s, note);
}

function madeBy({ steps }: Trace): { mms: number; names(sort: string): readonly number[] } {
  const names = new Map<string, Set<number>>();
  let mms = 1;
  for (const c of steps) {
    if (vocabulary.rules[c.kind]!.overlap?.isNumbered === true) mms++;
    vocabulary.eachName(c, (sort, _field, number, makes) => {
      if (makes) names.set(sort, (names.get(sort) ?? new Set()).add(number));
    });
  }
  return { mms, names: (sort) => [...(names.get(sort) ?? [])].toSorted((a, b) => a - b) };
}
