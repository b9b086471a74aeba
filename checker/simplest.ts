import type { Port } from '../implementation/port.ts';
import { isContinuation, through } from '../model/continuations.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import type { Pass } from '../shrinkers/pass.ts';
import { endless, type Patience } from '../shrinkers/patience.ts';
import { type Reproduce, shrink } from '../shrinkers/shrink.ts';
import { compare } from '../shrinkers/simpler.ts';
import { fewestSwitches } from './interleavings/fewest-switches.ts';
import { reproduceOn } from './reproduce.ts';
import type { Runner } from './run.ts';

/** What is known of the schedule of a trace in which commands overlap. */
export interface Switches {
  /** How often a command is left before it has returned. */
  readonly count: number;
  /** Every schedule of the same commands in which fewer are left was run, and does not break the law. */
  readonly isProven: boolean;
  /** Schedules that were run for that. */
  readonly schedules: number;
}

export interface Simplest {
  readonly trace: Trace;
  readonly executions: number;
  /** False if patience ended before it was as simple as it can be made. */
  readonly isFinished: boolean;
  /** If commands overlap in it. */
  readonly switches?: Switches;
}

/** Schedules that are run to find the one with the fewest switches. */
const SCHEDULES_MAX = 50_000;

/** How a trace is made simpler, where not as ever. */
export interface Simplifying {
  readonly patience?: Patience;
  /** Where more is asked of a trace than that it breaks the law there. */
  readonly reproduce?: Reproduce;
}

/**
 * As simple as the passes can make it; where commands overlap, also in the simplest of all their schedules.
 *
 * @throws Error if the trace does not break the law there
 */
export function simplest(
  port: Port,
  runner: Runner,
  start: Trace,
  target: Broken,
  passes: readonly Pass[],
  { patience = endless, reproduce = reproduceOn(runner, target) }: Simplifying = {},
): Simplest {
  const spec = runner.specification;
  let { trace, executions, isFinished } = shrink(start, reproduce, passes, spec, patience);
  for (;;) {
    if (!overlaps(trace)) return { trace, executions, isFinished };
    const fewest = fewestSwitches(spec, port, trace, target, SCHEDULES_MAX, patience, reproduce);
    executions += fewest.schedules;
    const again = shrink(fewest.trace, reproduce, passes, spec, patience);
    executions += again.executions;
    isFinished = again.isFinished && !fewest.isStopped;
    if (!isFinished || compare(again.trace, trace, spec) >= 0) {
      const { isProven, schedules } = fewest;
      // Where not all schedules were run, the trace says how often a command is left in it.
      const stops = again.trace.steps.filter((c) => c.stops !== undefined).length;
      const count = isProven ? fewest.switches : stops;
      return {
        trace: again.trace,
        executions,
        isFinished,
        switches: { count, isProven, schedules },
      };
    }
    ({ trace } = again);
  }
}

/** Traces that are made as simple as they can be, of those that a search met. */
const PLAINEST = 4;

/**
 * Of several traces that break the law there, the simplest. Of those with the same commands in the same
 * order one is enough, because their schedules are all looked at; of the others, the plainest few are.
 */
export function simplestAmong(
  port: Port,
  runner: Runner,
  traces: readonly Trace[],
  target: Broken,
  passes: readonly Pass[],
  how: Simplifying = {},
): Simplest {
  const spec = runner.specification;
  const byCommands = new Map<string, Trace>();
  for (const trace of traces) {
    const steps = trace.steps.filter((c) => !isContinuation(c)).map(through);
    const key = JSON.stringify(steps);
    if (!byCommands.has(key)) byCommands.set(key, trace);
  }
  const [first, ...others] = [...byCommands.values()]
    .toSorted((a, b) => compare(a, b, spec))
    .slice(0, PLAINEST)
    .map((trace) => simplest(port, runner, trace, target, passes, how));
  return others.reduce(
    (a, b) => ({
      ...(compare(b.trace, a.trace, spec) < 0 ? b : a),
      executions: a.executions + b.executions,
      isFinished: a.isFinished && b.isFinished,
    }),
    first!,
  );
}

/** Is a command left in it before it has returned? */
export function overlaps({ steps }: Trace): boolean {
  return steps.some((c) => c.stops !== undefined || isContinuation(c));
}
