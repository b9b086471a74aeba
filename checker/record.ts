import type { StateLine } from '../model/state-line.ts';
import { errno } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { Broken } from '../model/judgement.ts';
import type { Gauge } from '../model/gauge.ts';
import { type Parties, partiesOf } from '../model/parties.ts';
import type { Trace } from '../model/trace.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import type { Paused, Port } from '../implementation/port.ts';
import type { Work } from '../shrinkers/work.ts';
import { endsTrace } from './judge.ts';
import { Runner } from './run.ts';
import type { AnyState } from '../model/any-state.ts';
import type { Specification } from '../properties/specification.ts';

/** The observations after a command, or at rest. */
export interface Seen {
  /** The value of each gauge. */
  readonly shows: readonly string[];
  /** The value of the model if a gauge shows another one; null if they agree, or if the model does not determine it. */
  readonly expected: readonly (string | null)[];
  readonly broke: readonly Broken[];
  /** The states of model and implementation, in lines. */
  readonly model: readonly StateLine[];
  readonly implementation: readonly StateLine[];
}

export interface RecordedStep extends Seen {
  readonly command: Command;
  readonly parties: Parties;
  /** Undefined: it made no sense when its turn came, or its turn never came. */
  readonly answer: string | undefined;
  /** Where its command is suspended, if it has not returned. */
  readonly suspended?: Paused;
  /** For a continuation: the index of the step that issued its command. */
  readonly continues?: number;
}

/** A recorded trace, in words: slow to make, with everything that a report needs. */
export interface Recording {
  readonly start: Seen;
  /** One for each step of the trace, then one for each command that was resumed at the end. */
  readonly steps: readonly RecordedStep[];
  /** The number of steps of the trace itself. */
  readonly given: number;
  /** The moment at which all deferred work has run; undefined if a process is still alive, or a task is stuck. */
  readonly rest: Seen | undefined;
  /** The homes of each inhabitant, one after the other: a new one with each exec. */
  readonly livedIn: LivedIn;
  /** The names of those alive at the end. */
  readonly alive: readonly string[];
}

type LivedIn = ReadonlyMap<string, readonly string[]>;

/** Runs a trace once and records the observations after every command. */
export function* recording(
  specification: Specification,
  port: Port,
  trace: Trace,
  gauges: readonly Gauge[],
): Work<Recording> {
  const { ahead } = port;
  if (ahead !== undefined) {
    ahead.isDescribed = true;
    yield ahead.reset(trace.world);
  }
  const runner = new Runner(specification, port, trace.world);
  const { state } = runner;
  const { vocabulary } = specification;
  const livedIn = new Map<string, string[]>();
  const broken: Broken[][] = [];
  /** Whether the implementation was lost: what it shows then may throw, too. */
  let lost = false;
  const look = (at: number, isCertain: boolean): Seen => {
    noteInhabitants(specification, state, livedIn);
    const { observes } = port.capabilities;
    const shows = gauges.map((gauge) =>
      unless(lost, UNKNOWN, () => gauge.read(port.observe(), state)),
    );
    return {
      shows,
      expected: gauges.map((gauge, g) => {
        const admitted = unless(lost, undefined, () =>
          isCertain ? gauge.expected(state, port.observe(), observes) : undefined,
        );
        return admitted === undefined || admitted.includes(shows[g]!) ? null : admitted[0]!;
      }),
      broke: (broken[at] ??= []),
      model: specification.describe?.(state) ?? [],
      implementation: unless(lost, [], () => [...port.describe()]),
    };
  };

  // The state before the first command: the runner has reset both sides.
  const start = look(-1, true);
  const asked: RecordedStep[] = [];
  const askedAt = new Map<Command, number>();
  let parties: Parties | undefined;
  const outcome = yield* runner.running(trace.steps, {
    before(s, step, c) {
      askedAt.set(c, step);
      parties = partiesOf(vocabulary, s, c);
    },
    broken(step, found) {
      (broken[step] ??= []).push(found);
    },
    after(_s, step, command, a, of) {
      lost = endsTrace(a);
      const suspended = a.errno === errno.PAUSED ? port.paused?.() : undefined;
      const begun = of === command ? undefined : askedAt.get(of)!;
      asked[step] = {
        command,
        parties: begun === undefined ? parties! : asked[begun]!.parties,
        answer:
          a.errno === errno.PAUSED
            ? suspendedText(suspended)
            : vocabulary.answer(of, a) + memoryText(of, port),
        ...(suspended && { suspended }),
        ...(begun !== undefined && { continues: begun }),
        ...look(step, runner.isCertain && !endsTrace(a)),
      };
    },
  });
  const added = asked.slice(trace.steps.length).map(({ command }) => command);
  const steps = withTheUnasked(vocabulary, [...trace.steps, ...added], asked, start, state);
  if (ahead !== undefined) ahead.isDescribed = false;
  const isAtRest = outcome.ended === 'whole' && state.isOver();
  return {
    start,
    steps,
    given: trace.steps.length,
    rest: isAtRest ? look(steps.length, true) : undefined,
    livedIn,
    alive: (specification.inhabitants?.(state) ?? []).map(({ name }) => name),
  };
}

/** Shown instead of what cannot be observed any more. */
const UNKNOWN = '?';

/** What `read` returns; `otherwise`, if the implementation is lost and throws. */
function unless<T>(lost: boolean, otherwise: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (lost) return otherwise;
    throw error;
  }
}

/** `...`, or what it waits for. */
function suspendedText(suspended: Paused | undefined): string {
  return suspended?.waits === undefined
    ? '...'
    : `waits for ${suspended.waits}, which ${suspended.holder} holds`;
}

/** `, no memory for PASID`; or a note that the command makes fewer allocations than the number that should fail. */
function memoryText({ fails }: Command, port: Port): string {
  if (fails === undefined) return '';
  const failed = port.failedAllocation?.();
  if (failed !== undefined) return `, no memory for ${failed}`;
  const made = port.allocations?.();
  return made === undefined || made >= fails
    ? ''
    : `, nothing failed: it makes ${made} ${made === 1 ? 'allocation' : 'allocations'}`;
}

/** Steps that were not issued show the values of the step before. */
function withTheUnasked(
  vocabulary: Vocabulary,
  commands: readonly Command[],
  asked: readonly (RecordedStep | undefined)[],
  start: Seen,
  state: AnyState,
): RecordedStep[] {
  let last = start;
  return commands.map((command, i) => {
    const step = asked[i] ?? {
      ...last,
      command,
      parties: partiesOf(vocabulary, state, command),
      answer: undefined,
      broke: [],
    };
    last = step;
    return step;
  });
}

function noteInhabitants(
  { inhabitants }: Specification,
  s: AnyState,
  livedIn: Map<string, string[]>,
): void {
  for (const { name, livesIn } of inhabitants?.(s) ?? []) {
    const before = livedIn.get(name) ?? [];
    if (before.at(-1) !== livesIn) livedIn.set(name, [...before, livesIn]);
  }
}
