import { createHash } from 'node:crypto';
import type { Port } from '../../implementation/port.ts';
import type { Sort } from '../../model/sort.ts';
import type { Command, Rules } from '../../model/command.ts';
import { commandsIn } from '../../model/in-world.ts';
import { endless, type Patience } from '../../shrinkers/patience.ts';
import { Runner } from '../run.ts';
import type { AnyWorld } from '../../model/any-world.ts';
import type { AnyState } from '../../model/any-state.ts';
import type { Specification } from '../../properties/specification.ts';

/**
 * The deliberately simple search that certificates are checked with. It shares with the fast one the
 * model, the laws and the implementation, and nothing else: no symmetry, no hashed states, no states
 * that are put back. Every trace is run from the start; a state is known by all of its words, written
 * out in full; two traces are taken for one only if all these words are equal.
 */
export interface PlainSearch {
  /** Different states by the number of commands that reach them first. */
  readonly levels: readonly number[];
  /** SHA-256 of all states, as text, level by level, sorted within each. */
  readonly digest: string;
  /** Fewest commands that break a law at a place, by `law\nplace`. */
  readonly breaks: ReadonlyMap<string, number>;
}

/** @returns undefined if there are more than `limit` states, or if patience ends */
export function searchPlainly(
  spec: Specification,
  port: Port,
  world: AnyWorld,
  depth: number,
  limit: number,
  patience: Patience = endless,
): PlainSearch | undefined {
  const runner = new Runner(spec, port, world);
  const known = new Set<string>();
  const levels: number[] = [];
  const breaks = new Map<string, number>();
  const hash = createHash('sha256');
  let traces: (readonly Command[])[] = [[]];
  for (let length = 0; ; length++) {
    const states: string[] = [];
    const longer: (readonly Command[])[] = [];
    for (const trace of traces) {
      if (!patience()) return undefined;
      const { state, commands, broken } = look(runner, port, trace);
      for (const what of broken) if (!breaks.has(what)) breaks.set(what, length);
      if (state === undefined || known.has(state)) continue;
      known.add(state);
      if (known.size > limit) return undefined;
      states.push(state);
      for (const c of commands) longer.push([...trace, c]);
    }
    levels.push(states.length);
    for (const state of states.toSorted()) hash.update(`${length} ${state}\n`);
    if (length === depth) break;
    traces = longer;
  }
  return { levels, digest: hash.digest('hex'), breaks };
}

/** Runs one trace: the state it ends in (undefined if it ends for good), what can come next, what it breaks. */
function look(runner: Runner, port: Port, trace: readonly Command[]) {
  const broken: string[] = [];
  let state: string | undefined;
  let commands: Command[] = [];
  const seeEnd = (s: AnyState): void => {
    state = textOf(s, port);
    commands = everyCommand(runner.specification, s, port, trace);
  };
  const outcome = runner.run(trace, {
    broken: (_step, { law, place }) => void broken.push(`${law}\n${place}`),
    after(s, step) {
      if (step === trace.length - 1) seeEnd(s);
    },
  });
  if (trace.length === 0) seeEnd(runner.state);
  return { state: outcome.ended === 'whole' ? state : undefined, commands, broken };
}

function textOf(s: AnyState, port: Port): string {
  const { layout } = s;
  const memory = port.memory!();
  return `${layout.snapshot().join(' ')} | ${memory.snapshot().join(' ')}`;
}

/** Every command that makes sense, over all names that the trace has made. */
function everyCommand(
  { rules, vocabulary }: Specification,
  s: AnyState,
  port: Port,
  trace: readonly Command[],
): Command[] {
  const made = new Map<Sort, number>();
  for (const sort of vocabulary.sorts)
    made.set(sort.name, sort.isGiven === true ? sort.rows(s).length : (sort.first ?? 0));
  for (const c of trace)
    for (const field of Object.values(rules[c.kind]!.fields))
      if ('makes' in field) made.set(field.makes, made.get(field.makes)! + 1);
  return commandsIn(rules, s.world)
    .filter(({ kind }) => port.capabilities.commands.has(kind))
    .flatMap((r) => everyCommandOf(r, made))
    .filter((c) => rules[c.kind]!.possible(s, c));
}

function everyCommandOf(rules: Rules, made: ReadonlyMap<Sort, number>): Command[] {
  let found: Command[] = [{ kind: rules.kind }];
  for (const [name, field] of Object.entries(rules.fields)) {
    const values =
      'oneOf' in field
        ? field.oneOf
        : 'makes' in field
          ? [made.get(field.makes)!]
          : Array.from({ length: made.get(field.uses)! }, (_, i) => i);
    found = found.flatMap((c) => values.map((value) => ({ ...c, [name]: value })));
  }
  return found;
}
