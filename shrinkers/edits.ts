import { errno } from '../model/answer.ts';
import { type Command, type Field, type Rules } from '../model/command.ts';
import type { AnyState } from '../model/any-state.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Trace } from '../model/trace.ts';
import type { Specification } from '../properties/specification.ts';
import type { Sort, SortRules } from '../model/sort.ts';

/** Small changes of which the passes consist, each a pure function on steps. */

/** The names of one sort, ascending. */
export function namesOf(steps: readonly Command[], sort: Sort, spec: Specification): number[] {
  const found = new Set<number>();
  for (const c of steps)
    spec.vocabulary.eachName(c, (s, _field, name) => {
      if (s === sort) found.add(name);
    });
  return [...found].toSorted((a, b) => a - b);
}

/** Replaces `from` by `to`, from step `start` on, and drops a command that creates `from`. */
export function useInstead(
  steps: readonly Command[],
  sort: Sort,
  from: number,
  to: number,
  spec: Specification,
  start = 0,
): Command[] {
  const changed: Command[] = [];
  steps.forEach((c, i) => {
    if (i < start) {
      changed.push(c);
      return;
    }
    let made = false;
    let copy: Command = c;
    spec.vocabulary.eachName(c, (s, field, name, makes) => {
      if (s !== sort || name !== from) return;
      if (makes) made = true;
      else copy = { ...copy, [field]: to };
    });
    if (!made) changed.push(copy);
  });
  return changed;
}

/** A replacement of one name by another of its sort, with the resulting steps. */
export interface Merge {
  readonly to: string;
  /** The index of the command that created the other name; -1 if there was none. */
  readonly maker: number;
  readonly steps: readonly Command[];
}

/** Every replacement of one name by another of its sort. */
export function* merges(trace: Trace, spec: Specification): Generator<Merge> {
  for (const { name: sort } of spec.vocabulary.sorts) {
    const names = namesOf(trace.steps, sort, spec);
    for (const from of names)
      for (const to of names)
        if (from !== to)
          yield {
            to: `${sort} ${to}`,
            maker: trace.steps.findIndex((c) => madeBy(c, sort, spec) === from),
            steps: useInstead(trace.steps, sort, from, to, spec),
          };
  }
}

/** The names in a command, as `file 0`. */
export function mentions(c: Command, spec: Specification): string[] {
  const found: string[] = [];
  spec.vocabulary.eachName(c, (sort, _field, name) => found.push(`${sort} ${name}`));
  return found;
}

/** Whether a command uses one of these names. A command that only creates something counts as related to all. */
export function isAbout(c: Command, names: readonly string[], spec: Specification): boolean {
  let uses = false;
  let anyOfThem = false;
  let makesOne = false;
  spec.vocabulary.eachName(c, (sort, _field, name, makes) => {
    if (makes) makesOne = true;
    else {
      uses = true;
      anyOfThem ||= names.includes(`${sort} ${name}`);
    }
  });
  return anyOfThem || (!uses && makesOne);
}

/** The command with one of its names replaced by each lower name. */
export function withLowerNames(c: Command, spec: Specification): Command[] {
  const found: Command[] = [];
  spec.vocabulary.eachName(c, (_sort, field, name, makes) => {
    if (!makes) for (let to = 0; to < name; to++) found.push({ ...c, [field]: to });
  });
  return found;
}

/** The steps without one of them, for each step. */
export function* withoutOne(steps: readonly Command[]): Generator<readonly Command[]> {
  for (let i = steps.length - 1; i >= 0; i--) yield steps.toSpliced(i, 1);
}

/** Every command of this kind that could replace the one at this place, with the same stop: it uses names that exist before it, and the first of each choice of words. */
export function variants(
  target: Rules,
  steps: readonly Command[],
  at: number,
  spec: Specification,
): Command[] {
  const { stops } = steps[at]!;
  const found = commandsOf(target, steps, at, spec, (sort) => madeBy(steps[at], sort, spec));
  return stops === undefined ? found : found.map((c) => ({ ...c, stops }));
}

/** The same, but inserted before the command: new objects get new names. */
export function insertions(
  target: Rules,
  steps: readonly Command[],
  at: number,
  spec: Specification,
): Command[] {
  return commandsOf(target, steps, at, spec, () => undefined);
}

/** Every command of this kind with names that exist before this place. A new object gets the given name, or a new one. */
function commandsOf(
  target: Rules,
  steps: readonly Command[],
  at: number,
  spec: Specification,
  called: (sort: Sort) => number | undefined,
): Command[] {
  const values = (kind: Field): readonly (string | number)[] => {
    if ('oneOf' in kind) return kind.oneOf;
    if ('makes' in kind) return [called(kind.makes) ?? freshName(steps, kind.makes, spec)];
    const before = namesOf(steps.slice(0, at), kind.uses, spec);
    if (isThereFirst(spec.vocabulary.sortOf(kind.uses)) && before[0] !== 0) before.unshift(0);
    return before;
  };
  let found: Record<string, string | number>[] = [{ kind: target.kind }];
  for (const [field, kind] of Object.entries(target.fields))
    found = found.flatMap((c) => values(kind).map((value) => ({ ...c, [field]: value })));
  return found as Command[];
}

function freshName(steps: readonly Command[], sort: Sort, spec: Specification): number {
  const { first = 0 } = spec.vocabulary.sortOf(sort);
  return Math.max(first - 1, ...namesOf(steps, sort, spec)) + 1;
}

/** Whether the first of its sort exists from the start. */
function isThereFirst({ isGiven, first = 0 }: SortRules): boolean {
  return isGiven === true || first > 0;
}

/** The name of this sort that a command creates. */
export function madeBy(
  c: Command | undefined,
  sort: Sort,
  spec: Specification,
): number | undefined {
  let made: number | undefined;
  if (c !== undefined)
    spec.vocabulary.eachName(c, (s, _field, name, makes) => {
      if (makes && s === sort) made = name;
    });
  return made;
}

const scratch = new WeakMap<Specification['newState'], WeakMap<AnyWorld, AnyState>>();

/** An initial state, one for each world. It is shared: use it before the next call. */
export function freshState({ newState }: Specification, world: AnyWorld): AnyState {
  let states = scratch.get(newState);
  if (states === undefined) scratch.set(newState, (states = new WeakMap()));
  let state = states.get(world);
  if (state === undefined) states.set(world, (state = newState(world)));
  state.reset();
  return state;
}

/**
 * Whether every command makes sense when its turn comes, as far as the model can tell without running it.
 * Before the last command, no more commands may be refused than in the trace that is replaced: usually a refusal
 * changes nothing, and if it matters, the trace already has it.
 */
export function makesSense(candidate: Trace, old: Trace, spec: Specification): boolean {
  const allowed = refusals(old, spec);
  const state = freshState(spec, candidate.world);
  let refused = 0;
  return candidate.steps.every((c, i) => {
    const r = spec.rules[c.kind]!;
    if (!r.possible(state, c)) return false;
    const answer = r.typical(state, c);
    r.next(state, c, answer);
    if (answer.errno !== errno.OK && i < candidate.steps.length - 1) refused++;
    return refused <= allowed;
  });
}

const knownRefusals = new WeakMap<Trace, number>();

/** The number of commands before the last that the model refuses. */
function refusals(trace: Trace, spec: Specification): number {
  const known = knownRefusals.get(trace);
  if (known !== undefined) return known;
  const state = freshState(spec, trace.world);
  let refused = 0;
  for (const c of trace.steps.slice(0, -1)) {
    const r = spec.rules[c.kind]!;
    if (!r.possible(state, c)) continue;
    const answer = r.typical(state, c);
    r.next(state, c, answer);
    if (answer.errno !== errno.OK) refused++;
  }
  knownRefusals.set(trace, refused);
  return refused;
}

/** Whether no process is left at the end, as far as the model can tell. */
export function atRest(trace: Trace, spec: Specification): boolean {
  const state = freshState(spec, trace.world);
  for (const c of trace.steps) {
    const r = spec.rules[c.kind]!;
    if (r.possible(state, c)) r.next(state, c, r.typical(state, c));
  }
  return state.isOver();
}
