import type { Port } from '../../implementation/port.ts';
import type { Layout } from '../../memory/records.ts';
import type { Sort } from '../../model/sort.ts';
import type { Command, Rules } from '../../model/command.ts';
import { type Broken, keyOf } from '../../model/judgement.ts';
import type { Trace } from '../../model/trace.ts';
import { commandsIn } from '../../model/in-world.ts';
import { endless, type Patience } from '../../shrinkers/patience.ts';
import { atOnce, type Work } from '../../shrinkers/work.ts';
import { Runner } from '../run.ts';
import { sha256 } from './digest.ts';
import type { AnyWorld } from '../../model/any-world.ts';
import type { AnyState } from '../../model/any-state.ts';
import type { Specification } from '../../properties/specification.ts';

/**
 * The deliberately simple search that checks certificates. It shares only the model, the laws and the implementation with
 * the fast search. It has no symmetry and no hashed states, and it never restores a state. Every trace is run from the
 * start. A state is the text of all of its words, and two traces count as one only if all these words are equal. If an
 * implementation does not show its memory, no two traces count as one, even if they lead to equal states of the model.
 */
export interface PlainSearch {
  /** The number of different states by the smallest number of commands that reaches them. */
  readonly levels: readonly number[];
  /** SHA-256 of all states, as text, level by level, sorted within each. */
  readonly digest: string;
  /** The smallest number of commands that breaks a law at a place, by `law\nplace`. */
  readonly breaks: ReadonlyMap<string, number>;
  /** The first trace with that number, and what it breaks. */
  readonly shortest: ReadonlyMap<string, { readonly broken: Broken; readonly trace: Trace }>;
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
  return atOnce(searchingPlainly(spec, port, world, depth, limit, patience));
}

/** The same for a run that may have to wait. */
export function* searchingPlainly(
  spec: Specification,
  port: Port,
  world: AnyWorld,
  depth: number,
  limit: number,
  patience: Patience = endless,
): Work<PlainSearch | undefined> {
  const runner = new Runner(spec, port, world);
  const known = new Set<string>();
  const levels: number[] = [];
  const shortest = new Map<string, { broken: Broken; trace: Trace }>();
  const hash = sha256();
  let traces: (readonly Command[])[] = [[]];
  for (let length = 0; ; length++) {
    const states: string[] = [];
    const longer: (readonly Command[])[] = [];
    for (const trace of traces) {
      if (!patience()) return undefined;
      const { state, commands, broken } = yield* look(runner, port, trace);
      for (const one of broken) {
        const key = keyOf(one);
        if (!shortest.has(key)) shortest.set(key, { broken: one, trace: { world, steps: trace } });
      }
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
  const lengths = [...shortest].map(([key, { trace }]) => [key, trace.steps.length] as const);
  return { levels, digest: hash.digest('hex'), breaks: new Map(lengths), shortest };
}

/**
 * Runs one trace: the state at its end (undefined if no command can follow), the commands that can follow, and the broken
 * laws.
 */
function* look(runner: Runner, port: Port, trace: readonly Command[]): Work<Looked> {
  const broken: Broken[] = [];
  let state: string | undefined;
  let commands: Command[] = [];
  const seeEnd = (s: AnyState): void => {
    state = port.memory === undefined ? textOfTrace(runner, trace) : textOf(s, port.memory());
    commands = everyCommand(runner.specification, s, port, trace);
  };
  const outcome = yield* runner.running(trace, {
    broken: (_step, one) => void broken.push(one),
    after(s, step) {
      if (step === trace.length - 1) seeEnd(s);
    },
  });
  if (trace.length === 0) seeEnd(runner.state);
  return { state: outcome.ended === 'whole' ? state : undefined, commands, broken };
}

interface Looked {
  readonly state: string | undefined;
  readonly commands: readonly Command[];
  readonly broken: readonly Broken[];
}

function textOf({ layout }: AnyState, memory: Layout): string {
  return `${layout.snapshot().join(' ')} | ${memory.snapshot().join(' ')}`;
}

/** Stands for a state that the implementation does not show: the trace to it. */
function textOfTrace({ specification }: Runner, trace: readonly Command[]): string {
  return specification.vocabulary.lineOf(trace);
}

/** Every command that makes sense, over all names that the trace has created. */
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
