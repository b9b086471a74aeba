import type { AnyWorld } from '../model/any-world.ts';
import type { Command } from '../model/command.ts';
import type { Sort, SortRules } from '../model/sort.ts';
import type { Trace } from '../model/trace.ts';
import type { Specification } from '../properties/specification.ts';
import { withSteps } from './pass.ts';

/**
 * The canonical form of a trace, which the driver runs and remembers: without commands that can never run, and with lowered
 * names. Traces that differ in nothing else have the same form, so they are run once.
 */
export function canonical(trace: Trace, spec: Specification): Trace {
  return lowered(withoutOrphans(trace, spec), spec);
}

/**
 * Numbers names by first appearance. Names that exist from the start stay; given objects are exchanged only if their sort
 * allows it. Returns the trace itself if nothing changes.
 */
export function lowered(trace: Trace, spec: Specification, only?: Sort): Trace {
  const { vocabulary } = spec;
  const names = new Map(
    vocabulary.sorts.map((sort) => [sort.name, new Lowering(sort, trace.world)]),
  );
  let anything = false;
  const steps = trace.steps.map((c) => {
    let copy = c;
    vocabulary.eachName(c, (sort, field, name) => {
      if (only !== undefined && sort !== only) return;
      const to = names.get(sort)!.of(name);
      if (to === name) return;
      copy = { ...copy, [field]: to };
      anything = true;
    });
    return copy;
  });
  return anything ? withSteps(trace, steps) : trace;
}

/** New names for the names of one sort. */
class Lowering {
  readonly #sort: SortRules;
  readonly #world: AnyWorld;
  readonly #renamed = new Map<number, number>();
  #next: number;

  constructor(sort: SortRules, world: AnyWorld) {
    this.#sort = sort;
    this.#world = world;
    this.#next = sort.first ?? 0;
    for (let name = 0; name < this.#next; name++) this.#renamed.set(name, name);
  }

  of(name: number): number {
    let to = this.#renamed.get(name);
    if (to === undefined) this.#renamed.set(name, (to = this.#new(name)));
    return to;
  }

  #new(name: number): number {
    const { areAlike } = this.#sort;
    if (areAlike === undefined) return this.#next++;
    const taken = new Set(this.#renamed.values());
    // A free name exists: fewer names are used than there are interchangeable objects.
    let to = 0;
    while (taken.has(to) || !areAlike(this.#world, name, to)) to++;
    return to;
  }
}

/**
 * Removes commands that use a name which no earlier command creates: they cannot run, whatever the implementation
 * answers. Returns the trace itself if there are none.
 */
export function withoutOrphans(trace: Trace, spec: Specification): Trace {
  const made = new Set<string>();
  for (const { name: sort, first = 0 } of spec.vocabulary.sorts)
    for (let name = 0; name < first; name++) made.add(`${sort} ${name}`);
  const kept = trace.steps.filter((c) => isAtHome(c, made, spec));
  return kept.length < trace.steps.length ? withSteps(trace, kept) : trace;
}

/** Whether a command uses only names that were created. If so, it also creates its new name. */
function isAtHome(c: Command, made: Set<string>, { vocabulary }: Specification): boolean {
  let isMissing = false;
  const own: string[] = [];
  vocabulary.eachName(c, (sort, _field, name, makes) => {
    if (vocabulary.sortOf(sort).isGiven === true) return;
    const id = `${sort} ${name}`;
    if (makes) own.push(id);
    else if (!made.has(id)) isMissing = true;
  });
  if (isMissing) return false;
  for (const id of own) made.add(id);
  return true;
}
