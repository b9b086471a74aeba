import type { Command, RulesByKind } from '../model/command.ts';
import { isContinuation } from '../model/continuations.ts';
import type { Sort } from '../model/sort.ts';
import type { Trace } from '../model/trace.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import type { Specification } from '../properties/specification.ts';

/**
 * The order “simpler”. A trace is simpler than another if it has fewer commands; else fewer stops and continuations
 * (together); else fewer failing allocations; else fewer objects
 * of each sort that counts (processes, devices, PASIDs); else plainer commands (the sum of their places in the model’s list);
 * else smaller arguments (the sum of all numbers in names and of the places of words in their lists);
 * else it comes first when read command by command.
 *
 * Negative: `a` is simpler. 0: the same trace.
 */
export function compare(a: Trace, b: Trace, spec: Specification): number {
  // Most proposals are shorter, and need no further comparison.
  const shorter = lengthOfTrace(a) - lengthOfTrace(b);
  if (shorter !== 0) return shorter;
  const measureA = measureOf(a, spec);
  const measureB = measureOf(b, spec);
  for (let i = 0; i < measureA.length; i++)
    if (measureA[i] !== measureB[i]) return measureA[i]! - measureB[i]!;
  return compareReading(a, b, spec);
}

/** The number of steps that issue a command; a continuation does not. */
export function lengthOfTrace({ steps }: Trace): number {
  let n = 0;
  for (const c of steps) if (!isContinuation(c)) n++;
  return n;
}

const measures = new WeakMap<Trace, readonly number[]>();

/** Cached with the trace, because the best one is compared with every proposal. */
function measureOf(trace: Trace, spec: Specification): readonly number[] {
  let found = measures.get(trace);
  if (found === undefined) measures.set(trace, (found = measure(trace, spec)));
  return found;
}

/** Stops and continuations, faults, distinct names of what is counted, sum of ranks, sum of arguments. */
function measure(trace: Trace, spec: Specification): number[] {
  const { vocabulary } = spec;
  const names = countedBy(vocabulary);
  const ranks = rankOf(spec);
  let suspensions = 0;
  let faults = 0;
  let plainness = 0;
  let size = 0;
  for (const c of trace.steps) {
    if (c.fails !== undefined) faults++;
    if (c.stops !== undefined) suspensions++;
    if (isContinuation(c)) suspensions++;
    else plainness += ranks.get(c.kind)!;
    vocabulary.eachName(c, (sort, _field, name) => names.get(sort)?.add(name));
    for (const value of argumentsOf(vocabulary, c)) size += value;
  }
  return [suspensions, faults, ...[...names.values()].map(({ size: n }) => n), plainness, size];
}

function compareReading(a: Trace, b: Trace, spec: Specification): number {
  const ranks = rankOf(spec);
  const rank = (kind: string): number => ranks.get(kind) ?? ranks.size;
  for (let i = 0; i < Math.min(a.steps.length, b.steps.length); i++) {
    const x = a.steps[i]!;
    const y = b.steps[i]!;
    if (x.kind !== y.kind) return rank(x.kind) - rank(y.kind);
    const left = argumentsOf(spec.vocabulary, x);
    const right = argumentsOf(spec.vocabulary, y);
    for (let j = 0; j < Math.max(left.length, right.length); j++)
      if (left[j] !== right[j]) return (left[j] ?? 0) - (right[j] ?? 0);
    const stops = (x.stops ?? '').localeCompare(y.stops ?? '', 'en');
    if (stops !== 0) return stops;
  }
  return a.steps.length - b.steps.length;
}

/** The sorts that count, each with an empty set of names. */
function countedBy({ sorts }: Vocabulary): Map<Sort, Set<number>> {
  return new Map(
    sorts.filter(({ counts }) => counts === true).map(({ name }) => [name, new Set<number>()]),
  );
}

function argumentsOf(vocabulary: Vocabulary, c: Command): number[] {
  const values = vocabulary
    .fieldsOf(c.kind)
    .map(([field, kind]) =>
      'oneOf' in kind ? kind.oneOf.indexOf(c[field] as string) : (c[field] as number),
    );
  if (c.fails !== undefined) values.push(c.fails);
  return values;
}

const ranksByRules = new WeakMap<RulesByKind, Map<string, number>>();

/** The rank of each kind in the model’s list: the plainer, the lower. */
export function rankOf({ rules }: Specification): Map<string, number> {
  let ranks = ranksByRules.get(rules);
  if (ranks === undefined) {
    ranks = new Map(Object.keys(rules).map((kind, i) => [kind, i]));
    ranksByRules.set(rules, ranks);
  }
  return ranks;
}
