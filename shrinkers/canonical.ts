import type { Command, Sort } from '../model/command.ts';
import { eachName } from '../model/names.ts';
import type { Trace } from '../model/trace.ts';
import type { World } from '../model/world.ts';
import { type RulesByKind, withSteps } from './pass.ts';

/**
 * p0 is there from the start and keeps its name; so are all devices, but one is as good as another. So are the
 * groups of VFIO, but one is only as good as another of its kind.
 */
const firstFree: Readonly<Record<Sort, number>> = {
  process: 1,
  device: 0,
  file: 0,
  handle: 0,
  pasid: 0,
  container: 0,
  group: 0,
};

/**
 * The form in which a trace is run and remembered: what can never run is left out, and names are lowered.
 * Traces that differ in nothing else are one, so they are run once.
 */
export function canonical(trace: Trace, rules: RulesByKind): Trace {
  return lowered(withoutOrphans(trace, rules), rules);
}

/** Names everything by its first appearance. Returns the trace itself if it is named so already. */
export function lowered(trace: Trace, rules: RulesByKind, only?: Sort): Trace {
  const renamed = new Map<string, number>([['process 0', 0]]);
  const next = { ...firstFree };
  const nextName = (sort: Sort, name: number): number =>
    sort === 'group' ? nextGroup(trace.world, name, renamed) : next[sort]++;
  let anything = false;
  const steps = trace.steps.map((c) => {
    let copy = c;
    eachName(rules[c.kind]!, c, (sort, field, name) => {
      if (only !== undefined && sort !== only) return;
      const old = `${sort} ${name}`;
      let to = renamed.get(old);
      if (to === undefined) renamed.set(old, (to = nextName(sort, name)));
      if (to === name) return;
      copy = { ...copy, [field]: to };
      anything = true;
    });
    return copy;
  });
  return anything ? withSteps(trace, steps) : trace;
}

/** The first group of the same kind that no other is renamed to. */
function nextGroup({ vfio }: World, name: number, renamed: ReadonlyMap<string, number>): number {
  const kinds = vfio?.groups ?? [];
  const taken = new Set(
    [...renamed].filter(([old]) => old.startsWith('group ')).map(([, to]) => to),
  );
  const free = kinds.findIndex((kind, i) => kind === kinds[name] && !taken.has(i));
  return free < 0 ? name : free;
}

/**
 * Without commands that use a name which no command before them makes: whatever the implementation
 * answers, they cannot run. Returns the trace itself if there are none.
 */
export function withoutOrphans(trace: Trace, rules: RulesByKind): Trace {
  const given = givenSorts(rules);
  const made = new Set<string>(['process 0']);
  const kept = trace.steps.filter((c) => isAtHome(c, made, given, rules));
  return kept.length < trace.steps.length ? withSteps(trace, kept) : trace;
}

/** Does a command use only names that were made? If so, what it makes is made as well. */
function isAtHome(
  c: Command,
  made: Set<string>,
  given: ReadonlySet<Sort>,
  rules: RulesByKind,
): boolean {
  let isMissing = false;
  const own: string[] = [];
  eachName(rules[c.kind]!, c, (sort, _field, name, makes) => {
    if (given.has(sort)) return;
    const id = `${sort} ${name}`;
    if (makes) own.push(id);
    else if (!made.has(id)) isMissing = true;
  });
  if (isMissing) return false;
  for (const id of own) made.add(id);
  return true;
}

const givenByRules = new WeakMap<RulesByKind, ReadonlySet<Sort>>();

/** Sorts that no command makes: their things are there from the start. */
function givenSorts(rules: RulesByKind): ReadonlySet<Sort> {
  let given = givenByRules.get(rules);
  if (given === undefined) {
    const fields = Object.values(rules).flatMap((r) => Object.values(r.fields));
    const made = new Set(fields.map((field) => ('makes' in field ? field.makes : undefined)));
    given = new Set((Object.keys(firstFree) as Sort[]).filter((sort) => !made.has(sort)));
    givenByRules.set(rules, given);
  }
  return given;
}
