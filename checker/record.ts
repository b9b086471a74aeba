import { errno } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { Broken } from '../model/judgement.ts';
import type { Observation } from '../model/observation.ts';
import { describe } from '../model/describe.ts';
import type { Gauge } from '../model/gauges.ts';
import { type Parties, partiesOf } from '../model/parties.ts';
import type { State } from '../model/state.ts';
import { stepRulesByKind } from '../model/steps.ts';
import { answerText } from '../model/text.ts';
import type { Trace } from '../model/trace.ts';
import type { Paused, Port } from '../implementation/port.ts';
import { isStuck, type Specification } from './judge.ts';
import { Runner } from './run.ts';

/** What there was to see after a command, or at rest. */
export interface Seen {
  /** What each gauge shows. */
  readonly shows: readonly string[];
  /** What the model holds where a gauge shows something else; null where they agree, or the model does not say. */
  readonly expected: readonly (string | null)[];
  readonly broke: readonly Broken[];
  /** The two states, in lines. */
  readonly model: readonly string[];
  readonly implementation: readonly string[];
}

export interface RecordedStep extends Seen {
  readonly command: Command;
  readonly parties: Parties;
  /** undefined: it made no sense when its turn came, or its turn never came. */
  readonly answer: string | undefined;
  /** Where its command was left, if it has not returned. */
  readonly left?: Paused;
  /** Of a continuation: place of the step at which its command was asked. */
  readonly continues?: number;
}

/** A trace as it went, in words: slow to make, and everything that a report needs. */
export interface Recording {
  readonly start: Seen;
  /** One for each step of the trace; behind them, what was left in the end and went on by itself. */
  readonly steps: readonly RecordedStep[];
  /** How many of them the trace has. */
  readonly given: number;
  /** When all deferred work has run; undefined if somebody is still alive, or a task is stuck. */
  readonly rest: Seen | undefined;
  /** The mms that each process ran in, by their numbers, one after the other: the next with each exec. */
  readonly ranIn: RanIn;
  /** Processes that are alive at the end. */
  readonly alive: readonly string[];
}

type RanIn = ReadonlyMap<string, readonly number[]>;

/** Runs a trace once and writes down what can be seen after every command. */
export function record(
  port: Port,
  specification: Specification,
  trace: Trace,
  gauges: readonly Gauge[],
): Recording {
  const runner = new Runner(port, specification, trace.world);
  const { state } = runner;
  const ranIn = new Map<string, number[]>();
  const broken: Broken[][] = [];
  const look = (at: number, isCertain: boolean): Seen => {
    noteMms(state, ranIn);
    const seen: Observation = port.observe();
    const shows = gauges.map((gauge) => gauge.read(seen, state));
    const { observes } = port.capabilities;
    return {
      shows,
      expected: gauges.map((gauge, g) => {
        const admitted = isCertain ? gauge.expected(state, seen, observes) : undefined;
        return admitted === undefined || admitted.includes(shows[g]!) ? null : admitted[0]!;
      }),
      broke: (broken[at] ??= []),
      model: describe(state),
      implementation: [...port.describe()],
    };
  };

  // As it is before the first command: the runner has reset both sides.
  const start = look(-1, true);
  const asked: RecordedStep[] = [];
  const askedAt = new Map<Command, number>();
  let parties: Parties | undefined;
  const outcome = runner.run(trace.steps, {
    before(s, step, c) {
      askedAt.set(c, step);
      parties = partiesOf(stepRulesByKind[c.kind]!, s, c);
    },
    broken(step, found) {
      (broken[step] ??= []).push(found);
    },
    after(_s, step, command, a, of) {
      const left = a.errno === errno.PAUSED ? port.paused?.() : undefined;
      const begun = of === command ? undefined : askedAt.get(of)!;
      asked[step] = {
        command,
        parties: begun === undefined ? parties! : asked[begun]!.parties,
        answer:
          a.errno === errno.PAUSED ? leftText(left) : answerText(of, a) + memoryText(of, port),
        ...(left && { left }),
        ...(begun !== undefined && { continues: begun }),
        ...look(step, runner.isCertain && !isStuck(a)),
      };
    },
  });
  const added = asked.slice(trace.steps.length).map(({ command }) => command);
  const steps = withTheUnasked([...trace.steps, ...added], asked, start, state);
  const isAtRest = outcome.ended === 'whole' && !state.anyProcess();
  return {
    start,
    steps,
    given: trace.steps.length,
    rest: isAtRest ? look(steps.length, true) : undefined,
    ranIn,
    alive: state.processes.filter((p) => p.live !== 0).map((p) => `p${p.name}`),
  };
}

/** `...`, or what it waits for. */
function leftText(left: Paused | undefined): string {
  return left?.waits === undefined ? '...' : `waits for ${left.waits}, which ${left.holder} holds`;
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
  commands: readonly Command[],
  asked: readonly (RecordedStep | undefined)[],
  start: Seen,
  state: State,
): RecordedStep[] {
  let last = start;
  return commands.map((command, i) => {
    const step = asked[i] ?? {
      ...last,
      command,
      parties: partiesOf(stepRulesByKind[command.kind]!, state, command),
      answer: undefined,
      broke: [],
    };
    last = step;
    return step;
  });
}

function noteMms(s: State, ranIn: Map<string, number[]>): void {
  for (const p of s.processes) {
    if (p.live === 0) continue;
    const mms = ranIn.get(`p${p.name}`) ?? [];
    if (mms.at(-1) !== p.mm) ranIn.set(`p${p.name}`, [...mms, p.mm]);
  }
}
