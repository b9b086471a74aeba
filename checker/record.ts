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

/** What there was to see after a command, or at rest. */
export interface Seen {
  /** What each gauge shows. */
  readonly shows: readonly string[];
  /** What the model holds where a gauge shows something else; null where they agree, or the model does not say. */
  readonly expected: readonly (string | null)[];
  readonly broke: readonly Broken[];
  /** The two states, in lines. */
  readonly model: readonly StateLine[];
  readonly implementation: readonly StateLine[];
}

export interface RecordedStep extends Seen {
  readonly command: Command;
  readonly parties: Parties;
  /** undefined: it made no sense when its turn came, or its turn never came. */
  readonly answer: string | undefined;
  /** Where its command is suspended, if it has not returned. */
  readonly suspended?: Paused;
  /** Of a continuation: place of the step at which its command was asked. */
  readonly continues?: number;
}

/** A trace as it went, in words: slow to make, and everything that a report needs. */
export interface Recording {
  readonly start: Seen;
  /** One for each step of the trace; after them, what was suspended at the end of the trace and then resumed. */
  readonly steps: readonly RecordedStep[];
  /** How many of them the trace has. */
  readonly given: number;
  /** When all deferred work has run; undefined if somebody is still alive, or a task is stuck. */
  readonly rest: Seen | undefined;
  /** What each inhabitant lived in, one after the other: the next with each exec. */
  readonly livedIn: LivedIn;
  /** Who is alive at the end. */
  readonly alive: readonly string[];
}

type LivedIn = ReadonlyMap<string, readonly string[]>;

/** Runs a trace once and writes down what can be seen after every command. */
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
  const look = (at: number, isCertain: boolean): Seen => {
    noteInhabitants(specification, state, livedIn);
    const seen = port.observe();
    const shows = gauges.map((gauge) => gauge.read(seen, state));
    const { observes } = port.capabilities;
    return {
      shows,
      expected: gauges.map((gauge, g) => {
        const admitted = isCertain ? gauge.expected(state, seen, observes) : undefined;
        return admitted === undefined || admitted.includes(shows[g]!) ? null : admitted[0]!;
      }),
      broke: (broken[at] ??= []),
      model: specification.describe?.(state) ?? [],
      implementation: [...port.describe()],
    };
  };

  // As it is before the first command: the runner has reset both sides.
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

/** `...`, or what it waits for. */
function suspendedText(suspended: Paused | undefined): string {
  return suspended?.waits === undefined
    ? '...'
    : `waits for ${suspended.waits}, which ${suspended.holder} holds`;
}

/** `, no memory for PASID`; or that the allocation which was to fail was never made. */
function memoryText({ fails }: Command, port: Port): string {
  if (fails === undefined) return '';
  const failed = port.failedAllocation?.();
  if (failed !== undefined) return `, no memory for ${failed}`;
  const made = port.allocations?.();
  return made === undefined || made >= fails
    ? ''
    : `, nothing failed: it makes ${made} ${made === 1 ? 'allocation' : 'allocations'}`;
}

/** Steps that were not asked show what the step before showed. */
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
