import { firstBreak } from '../../checker/reproduce.ts';
import { Runner } from '../../checker/run.ts';
import { simulate } from '../../defects/kernels.ts';
import type { Version } from '../../implementation/versions/index.ts';
import type { Command } from '../../model/command.ts';
import { isContinuation } from '../../model/continuations.ts';
import { commandsIn } from '../../model/in-world.ts';
import { InputError } from '../../model/input-error.ts';
import type { Broken } from '../../model/judgement.ts';
import type { Trace } from '../../model/trace.ts';
import { parseTrace, printTrace } from '../../model/trace-text.ts';
import type { World } from '../../model/world.ts';
import { specification } from '../../properties/linux.ts';
import { judge } from './play.ts';

const { vocabulary } = specification;

/** A trace that differs in one thing: two steps in the other order, a word, a name, a command. */
export interface Variation {
  /** What is different: `step 2: clone p0 -> p1 instead of fork p0 -> p1`. */
  readonly says: string;
  readonly text: string;
}

/** What one change of a trace does. Every step is issued in all of them. */
export interface Variations {
  /** The law is still broken at the same place: what is different does not matter. */
  readonly free: readonly Variation[];
  /** No law is broken: the nearest traces that hold. */
  readonly holds: readonly Variation[];
  readonly tried: number;
}

/** The most variations that are run; a long trace has more. */
const TRIED_MAX = 600;

/** Runs each trace that differs from this one in a single thing. */
export function variationsOf(
  trace: Trace<World>,
  version: Version,
  broken: Broken | undefined,
): Variations {
  if (broken === undefined) return { free: [], holds: [], tried: 0 };
  const runner = new Runner(specification, simulate(version), trace.world);
  const found = { free: [] as Variation[], holds: [] as Variation[] };
  let tried = 0;
  for (const { says, steps } of changesOf(trace, (kind) => runner.knows(kind))) {
    const text = readable({ ...trace, steps }, version);
    if (text === undefined) continue;
    if (++tried > TRIED_MAX) break;
    const { breaks, skipped } = judge({ ...trace, steps }, version);
    if (skipped > 0) continue;
    if (breaks.length === 0) found.holds.push({ says, text });
    else if (firstBreak(runner, { ...trace, steps }, broken) !== undefined)
      found.free.push({ says, text });
  }
  return { ...found, tried: Math.min(tried, TRIED_MAX) };
}

interface Change {
  readonly says: string;
  readonly steps: readonly Command[];
}

/** The changes, the smallest first: the order of steps, then words and names, then commands. */
function* changesOf(
  { steps, world }: Trace<World>,
  knows: (kind: string) => boolean,
): Generator<Change> {
  for (let i = 0; i + 1 < steps.length; i++)
    yield {
      says: `steps ${i + 1} and ${i + 2} in the other order`,
      steps: steps.with(i, steps[i + 1]!).with(i + 1, steps[i]!),
    };
  const instead = (i: number, c: Command): Change => ({
    says: `step ${i + 1}: ${vocabulary.text(c)} instead of ${vocabulary.text(steps[i]!)}`,
    steps: steps.with(i, c),
  });
  for (const [i, c] of steps.entries())
    for (const other of [...withOtherWords(c), ...withOtherNames(c, steps)])
      yield instead(i, other);
  const kinds = commandsIn(specification.rules, world).map(({ kind }) => kind);
  for (const [i, c] of steps.entries()) {
    if (isContinuation(c) || c.stops !== undefined || c.fails !== undefined) continue;
    for (const kind of kinds)
      if (kind !== c.kind && knows(kind) && shapeOf(kind) === shapeOf(c.kind))
        yield instead(i, { ...c, kind });
  }
}

function withOtherWords(c: Command): Command[] {
  return vocabulary.fieldsOf(c.kind).flatMap(([field, of]) => {
    if (!('oneOf' in of)) return [];
    const now = (c as unknown as Readonly<Record<string, unknown>>)[field];
    return of.oneOf.filter((word) => word !== now).map((word) => ({ ...c, [field]: word }));
  });
}

/** Another name of the same sort that the trace has, or the next one. */
function withOtherNames(c: Command, steps: readonly Command[]): Command[] {
  const found: Command[] = [];
  vocabulary.eachName(c, (sort, field, name, makes) => {
    if (makes) return;
    let most = 0;
    for (const other of steps)
      vocabulary.eachName(other, (its, _field, number) => {
        if (its === sort) most = Math.max(most, number);
      });
    for (let number = 0; number <= most + 1; number++)
      if (number !== name) found.push({ ...c, [field]: number });
  });
  return found;
}

/** Commands with the same shape take each other’s arguments. */
function shapeOf(kind: string): string {
  return JSON.stringify(vocabulary.fieldsOf(kind));
}

/** The trace as text; undefined if nobody could write it, because a name in it refers to nothing. */
function readable(trace: Trace<World>, version: Version): string | undefined {
  const text = printTrace({ trace, kernel: version.name });
  try {
    parseTrace(text, 'trace');
    return text;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
