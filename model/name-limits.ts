import type { AnyWorld } from './any-world.ts';
import type { Command } from './command.ts';
import type { Language } from './language.ts';
import { namedAtStart } from './names.ts';
import type { Sort } from './sort.ts';
import type { Trace } from './trace.ts';

/** The range of the names of one sort in a trace. */
export interface NameLimit {
  /** How many can exist at once. */
  readonly room: number;
  /** Those that exist from the start. */
  readonly first: readonly number[];
  /** How many the trace has: those that exist from the start, and those that it creates. */
  readonly made: number;
}

/**
 * The names that a trace may have: numbers below `room + made`.
 *
 * Numbers count up and are not used again, so the hundredth file may be f99 in a world of four. Steps may be
 * omitted, which leaves gaps. So the range allows as many gaps as objects can exist at once: a trace that creates 2 files
 * in a world of 4 may name them f0 to f5.
 */
export function nameLimits(
  { vocabulary, newState }: Language,
  steps: readonly Command[],
  world: AnyWorld,
): ReadonlyMap<Sort, NameLimit> {
  const s = newState(world);
  const made = new Map<Sort, number>();
  for (const c of steps)
    vocabulary.eachName(c, (sort, _field, _number, makes) => {
      if (makes) made.set(sort, (made.get(sort) ?? 0) + 1);
    });
  return new Map(
    vocabulary.sorts.map((sort) => {
      const first = namedAtStart(s, sort);
      const all = first.length + (made.get(sort.name) ?? 0);
      return [sort.name, { room: sort.rows(s).length, first, made: all }];
    }),
  );
}

/**
 * The trace with names that can be read back. Usually that is the trace itself. If a name is beyond
 * its range, because many steps that created objects were omitted, all names of its sort are numbered again in the
 * order in which they appear. That does not change the meaning of the trace.
 */
export function withReadableNames<W extends AnyWorld>(
  language: Language,
  trace: Trace<W>,
): Trace<W> {
  const { vocabulary } = language;
  const limits = nameLimits(language, trace.steps, trace.world);
  const beyond = new Set<Sort>();
  for (const c of trace.steps)
    vocabulary.eachName(c, (sort, _field, number, makes) => {
      const { room, made } = limits.get(sort)!;
      if (makes && number >= room + made) beyond.add(sort);
    });
  if (beyond.size === 0) return trace;
  const renamed = new Map(
    [...limits].map(([sort, { first }]) => [sort, new Map(first.map((n) => [n, n]))]),
  );
  const steps = trace.steps.map((c) => {
    const copy: Record<string, string | number | undefined> = { ...c };
    vocabulary.eachName(c, (sort, field, number) => {
      if (!beyond.has(sort)) return;
      const names = renamed.get(sort)!;
      if (!names.has(number)) names.set(number, names.size);
      copy[field] = names.get(number);
    });
    return copy as Command;
  });
  return { world: trace.world, steps };
}
