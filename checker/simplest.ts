import type { Port } from '../implementation/port.ts';
import { isContinuation, through } from '../model/continuations.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import type { Pass } from '../shrinkers/pass.ts';
import { endless, type Patience } from '../shrinkers/patience.ts';
import { type Reproducing, shrinking } from '../shrinkers/shrink.ts';
import { compare } from '../shrinkers/simpler.ts';
import { fewestSwitches } from './interleavings/fewest-switches.ts';
import { atOnce, type Work } from '../shrinkers/work.ts';
import { reproducingOn } from './reproduce.ts';
import type { Runner } from './run.ts';

/** The schedule of a trace with overlapping commands, as far as it is known. */
export interface TaskSwitches {
  /** The number of times that a command is suspended. */
  readonly count: number;
  /** Whether every schedule of the same commands with fewer suspensions was run without breaking the law. */
  readonly isProven: boolean;
  /** The number of schedules that were run for that. */
  readonly schedules: number;
}

export interface Simplest {
  readonly trace: Trace;
  readonly executions: number;
  /** Whether no pass makes it simpler; false if patience ended before that. */
  readonly isFinished: boolean;
  /** Set if commands overlap in the trace. */
  readonly switches?: TaskSwitches;
}

/** The largest number of schedules that are run to find the one with the fewest switches. */
const SCHEDULES_MAX = 50_000;

/** Options of simplifying a trace. */
export interface Simplifying {
  readonly patience?: Patience;
  /** An additional condition on the trace, besides breaking the law at the place. */
  readonly reproduce?: Reproducing;
}

/**
 * Makes a trace as simple as the passes can; if commands overlap, also with the simplest of all their schedules.
 *
 * @throws Error if the trace does not break the law at the place
 */
export function simplest(
  port: Port,
  runner: Runner,
  start: Trace,
  target: Broken,
  passes: readonly Pass[],
  how: Simplifying = {},
): Simplest {
  return atOnce(simplifying(port, runner, start, target, passes, how));
}

/** The same for a run that may have to wait. */
export function* simplifying(
  port: Port,
  runner: Runner,
  start: Trace,
  target: Broken,
  passes: readonly Pass[],
  { patience = endless, reproduce = reproducingOn(runner, target) }: Simplifying = {},
): Work<Simplest> {
  const spec = runner.specification;
  let { trace, executions, isFinished } = yield* shrinking(
    start,
    reproduce,
    passes,
    spec,
    patience,
  );
  for (;;) {
    // Schedules are searched only on implementations that answer at once.
    if (!overlaps(trace) || port.ahead !== undefined) return { trace, executions, isFinished };
    const again = (one: Trace): Trace | undefined => atOnce(reproduce(one));
    const fewest = fewestSwitches(spec, port, trace, target, SCHEDULES_MAX, patience, again);
    executions += fewest.schedules;
    const shrunk = yield* shrinking(fewest.trace, reproduce, passes, spec, patience);
    executions += shrunk.executions;
    isFinished = shrunk.isFinished && !fewest.isStopped;
    if (!isFinished || compare(shrunk.trace, trace, spec) >= 0) {
      const { isProven, schedules } = fewest;
      // If not all schedules were run, the number of suspensions is that of the trace.
      const stops = shrunk.trace.steps.filter((c) => c.stops !== undefined).length;
      const count = isProven ? fewest.switches : stops;
      return {
        trace: shrunk.trace,
        executions,
        isFinished,
        switches: { count, isProven, schedules },
      };
    }
    ({ trace } = shrunk);
  }
}

/** The largest number of traces of a search that are simplified. */
const PLAINEST = 4;

/**
 * The simplest of several traces that break the law at the place. Of traces with the same commands in the same order one
 * is enough, because all schedules of it are searched. Of the others, the plainest few are simplified.
 */
export function* simplifyingAmong(
  port: Port,
  runner: Runner,
  traces: readonly Trace[],
  target: Broken,
  passes: readonly Pass[],
  how: Simplifying = {},
): Work<Simplest> {
  const spec = runner.specification;
  const byCommands = new Map<string, Trace>();
  for (const trace of traces) {
    const steps = trace.steps.filter((c) => !isContinuation(c)).map(through);
    const key = JSON.stringify(steps);
    if (!byCommands.has(key)) byCommands.set(key, trace);
  }
  const plainest = [...byCommands.values()].toSorted((a, b) => compare(a, b, spec));
  const made: Simplest[] = [];
  for (const trace of plainest.slice(0, PLAINEST))
    made.push(yield* simplifying(port, runner, trace, target, passes, how));
  const [first, ...others] = made;
  return others.reduce(
    (a, b) => ({
      ...(compare(b.trace, a.trace, spec) < 0 ? b : a),
      executions: a.executions + b.executions,
      isFinished: a.isFinished && b.isFinished,
    }),
    first!,
  );
}

/** Whether a command is suspended in it. */
export function overlaps({ steps }: Trace): boolean {
  return steps.some((c) => c.stops !== undefined || isContinuation(c));
}
