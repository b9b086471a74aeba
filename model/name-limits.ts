import { type Command, type Sort, sorts } from './command.ts';
import { eachName, existing, rowsOf } from './names.ts';
import { State } from './state.ts';
import { stepRulesByKind } from './steps.ts';
import type { Trace } from './trace.ts';
import type { World } from './world.ts';

/** How far the names of one sort may go in a trace. */
export interface NameLimit {
  /** How many there can be at once. */
  readonly room: number;
  /** How many the trace has: those that are there from the start, and those that it makes. */
  readonly made: number;
}

/**
 * The names that a trace may have: numbers below `room + made`.
 *
 * Numbers count up and are not used again, so the hundredth file may well be f99 in a world of four. But
 * who leaves out steps leaves gaps, and has to be able to. So there is room for as many gaps as there
 * can be things at once: a trace that makes 2 files in a world of 4 may name them f0 to f5.
 */
export function nameLimits(
  steps: readonly Command[],
  world: World,
): Readonly<Record<Sort, NameLimit>> {
  const s = new State(world);
  const made = forEachSort((sort) => namedAtStart(s, sort).length);
  for (const c of steps)
    eachName(stepRulesByKind[c.kind]!, c, (sort, _field, _number, makes) => {
      if (makes) made[sort]++;
    });
  return forEachSort((sort) => ({ room: rowsOf(s, sort).length, made: made[sort] }));
}

/** The names of this sort that are there before the first command. */
export function namedAtStart(s: State, sort: Sort): number[] {
  const names = new Set<number>();
  for (let r = 0; r < rowsOf(s, sort).length; r++) names.add(existing(s, sort, r));
  names.delete(-1);
  return [...names];
}

/**
 * The trace with names that can be read back. As a rule that is the trace itself; where a name is beyond
 * its range, because many steps that made others were left out, all of its sort are numbered anew in the
 * order in which they appear. That changes nothing: names mean nothing but what they refer to.
 */
export function withReadableNames(trace: Trace): Trace {
  const limits = nameLimits(trace.steps, trace.world);
  const beyond = new Set<Sort>();
  for (const c of trace.steps)
    eachName(stepRulesByKind[c.kind]!, c, (sort, _field, number, makes) => {
      if (makes && number >= limits[sort].room + limits[sort].made) beyond.add(sort);
    });
  if (beyond.size === 0) return trace;
  const s = new State(trace.world);
  const renamed = forEachSort((sort) => new Map(namedAtStart(s, sort).map((n) => [n, n])));
  const steps = trace.steps.map((c) => {
    const copy: Record<string, string | number | undefined> = { ...c };
    eachName(stepRulesByKind[c.kind]!, c, (sort, field, number) => {
      if (!beyond.has(sort)) return;
      const names = renamed[sort];
      if (!names.has(number)) names.set(number, names.size);
      copy[field] = names.get(number);
    });
    return copy as Command;
  });
  return { world: trace.world, steps };
}

export function forEachSort<T>(make: (sort: Sort) => T): Record<Sort, T> {
  return Object.fromEntries(sorts.map((sort) => [sort, make(sort)])) as Record<Sort, T>;
}
