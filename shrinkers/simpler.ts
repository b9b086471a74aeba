import { type Command, type Field, type Rules, sorts } from '../model/command.ts';
import { isContinuation } from '../model/continuations.ts';
import { eachName } from '../model/names.ts';
import type { Trace } from '../model/trace.ts';
import type { RulesByKind } from './pass.ts';

/**
 * The one order. A trace is simpler than another if it has fewer commands; else if fewer are left and gone on
 * with (stops and continuations together); else fewer failing allocations; else fewer processes; else
 * fewer devices; else fewer PASIDs; else plainer commands (the sum of their places in the model’s list);
 * else smaller arguments (the sum of all numbers in names and of the places of words in their lists);
 * else it comes first when read command by command.
 *
 * Negative: `a` is simpler. 0: the same trace.
 */
export function compare(a: Trace, b: Trace, rules: RulesByKind): number {
  // Most proposals are shorter, which needs no measuring.
  const shorter = commandsIn(a) - commandsIn(b);
  if (shorter !== 0) return shorter;
  const measureA = measureOf(a, rules);
  const measureB = measureOf(b, rules);
  for (let i = 0; i < measureA.length; i++)
    if (measureA[i] !== measureB[i]) return measureA[i]! - measureB[i]!;
  return compareReading(a, b, rules);
}

/** Steps that ask for something; a continuation does not. */
export function commandsIn({ steps }: Trace): number {
  let n = 0;
  for (const c of steps) if (!isContinuation(c)) n++;
  return n;
}

const counted = ['process', 'device', 'pasid'] as const;

const measures = new WeakMap<Trace, readonly number[]>();

/** Kept with the trace: the best one is compared with every proposal. */
function measureOf(trace: Trace, rules: RulesByKind): readonly number[] {
  let found = measures.get(trace);
  if (found === undefined) measures.set(trace, (found = measure(trace, rules)));
  return found;
}

/** Stops and continuations, faults, distinct names of what is counted, sum of ranks, sum of arguments. */
function measure(trace: Trace, rules: RulesByKind): number[] {
  const names = new Map(sorts.map((sort) => [sort, new Set<number>()]));
  const ranks = rankOf(rules);
  let left = 0;
  let faults = 0;
  let plainness = 0;
  let size = 0;
  for (const c of trace.steps) {
    const r = rules[c.kind]!;
    if (c.fails !== undefined) faults++;
    if (c.stops !== undefined) left++;
    if (isContinuation(c)) left++;
    else plainness += ranks.get(c.kind)!;
    eachName(r, c, (sort, _field, name) => names.get(sort)!.add(name));
    for (const value of argumentsOf(r, c)) size += value;
  }
  return [left, faults, ...counted.map((sort) => names.get(sort)!.size), plainness, size];
}

function compareReading(a: Trace, b: Trace, rules: RulesByKind): number {
  const ranks = rankOf(rules);
  const rank = (kind: string): number => ranks.get(kind) ?? ranks.size;
  for (let i = 0; i < Math.min(a.steps.length, b.steps.length); i++) {
    const x = a.steps[i]!;
    const y = b.steps[i]!;
    if (x.kind !== y.kind) return rank(x.kind) - rank(y.kind);
    const left = argumentsOf(rules[x.kind]!, x);
    const right = argumentsOf(rules[y.kind]!, y);
    for (let j = 0; j < Math.max(left.length, right.length); j++)
      if (left[j] !== right[j]) return (left[j] ?? 0) - (right[j] ?? 0);
    const stops = (x.stops ?? '').localeCompare(y.stops ?? '', 'en');
    if (stops !== 0) return stops;
  }
  return a.steps.length - b.steps.length;
}

const fieldsByRules = new WeakMap<Rules, readonly [string, Field][]>();

function argumentsOf(rules: Rules, c: Command): number[] {
  let fields = fieldsByRules.get(rules);
  if (fields === undefined) fieldsByRules.set(rules, (fields = Object.entries(rules.fields)));
  const values = fields.map(([field, kind]) =>
    'oneOf' in kind ? kind.oneOf.indexOf(c[field] as string) : (c[field] as number),
  );
  if (c.fails !== undefined) values.push(c.fails);
  return values;
}

const ranksByRules = new WeakMap<RulesByKind, Map<string, number>>();

/** Place of each kind in the model’s list: the plainer, the lower. */
export function rankOf(rules: RulesByKind): Map<string, number> {
  let ranks = ranksByRules.get(rules);
  if (ranks === undefined) {
    ranks = new Map(Object.keys(rules).map((kind, i) => [kind, i]));
    ranksByRules.set(rules, ranks);
  }
  return ranks;
}
