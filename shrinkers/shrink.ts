import type { Trace } from '../model/trace.ts';
import { canonical, withoutOrphans } from './canonical.ts';
import { atRest } from './edits.ts';
import type { Pass } from './pass.ts';
import { endless, type Patience } from './patience.ts';
import { compare } from './simpler.ts';
import type { Specification } from '../properties/specification.ts';
import { atOnce, type Work } from './work.ts';

/**
 * Runs a trace. If the same law breaks at the same place, returns the steps that were executed up to
 * the break, without skipped steps and without the tail; otherwise undefined.
 */
export type Reproduce = (trace: Trace) => Trace | undefined;

/** The same for a run that may have to wait. */
export type Reproducing = (trace: Trace) => Work<Trace | undefined>;

export interface Shrunk {
  readonly trace: Trace;
  /** The number of traces that were run. */
  readonly executions: number;
  /** Whether no pass makes progress any more; false if patience ended before that. */
  readonly isFinished: boolean;
}

/**
 * Applies the passes until none makes progress. For the result, no pass proposes a simpler trace that
 * breaks the same law at the same place. Deterministic.
 */
export function shrink(
  start: Trace,
  reproduce: Reproduce,
  passes: readonly Pass[],
  spec: Specification,
  patience: Patience = endless,
): Shrunk {
  return atOnce(shrinking(start, waitingForNothing(reproduce), passes, spec, patience));
}

/** A trace broke a law once and not when it ran again. */
export class NotReproduced extends Error {
  readonly trace: Trace;

  constructor(trace: Trace, message: string) {
    super(message);
    this.trace = trace;
  }
}

/** The same for a run that may have to wait. */
export function* shrinking(
  start: Trace,
  reproduce: Reproducing,
  passes: readonly Pass[],
  spec: Specification,
  patience: Patience = endless,
): Work<Shrunk> {
  let executions = 0;
  let isFinished = true;
  const tried = new Set<string>();
  const run = function* (trace: Trace): Work<Trace | undefined> {
    const id = key(trace);
    if (tried.has(id)) return undefined;
    tried.add(id);
    executions++;
    return yield* reproduce(trace);
  };

  // Usually traces that differ only in names behave alike. But an implementation
  // may have one device that differs from the others; then only the passes change names.
  // Commands that make no sense may still matter to the other condition on the trace.
  const forms = [canonical, withoutOrphans, asItIs];
  let form: (trace: Trace) => Trace = asItIs;
  let first: Trace | undefined;
  for (let i = 0; first === undefined && i < forms.length; i++) {
    form = (trace) => forms[i]!(trace, spec);
    first = yield* run(form(start));
  }
  if (first === undefined)
    throw new NotReproduced(start, 'the trace to shrink does not break the law');
  let best = first;

  const improve = function* (pass: Pass): Work<boolean> {
    for (const proposal of pass.candidates(best, spec)) {
      const candidate = form(proposal);
      if (compare(candidate, best, spec) >= 0 || isCutShort(candidate, best, spec)) continue;
      if (!patience()) {
        isFinished = false;
        return false;
      }
      const found = yield* run(candidate);
      // Suspended commands are resumed at the end, so more steps may have run than were proposed.
      if (found === undefined || compare(found, best, spec) >= 0) continue;
      best = found;
      tried.add(key(best));
      return true;
    }
    return false;
  };

  // Return to the first pass after each success: its proposals are cheap, and no trace is run twice.
  for (let i = 0; i < passes.length; i++) {
    if (yield* improve(passes[i]!)) i = -1;
    if (!isFinished) break;
  }
  return { trace: best, executions, isFinished };
}

/** For callers that never wait. */
export function waitingForNothing(reproduce: Reproduce): Reproducing {
  // oxlint-disable-next-line require-yield -- reproduce answers at once: there is nothing to wait for
  return function* (trace) {
    return reproduce(trace);
  };
}

function asItIs(trace: Trace): Trace {
  return trace;
}

/**
 * Whether the candidate is a prefix of the best trace that cannot break the law. The best trace ends where the law breaks for
 * the first time, so a prefix breaks it only if no process is left at the end of the prefix, where the laws at rest are judged.
 */
function isCutShort(candidate: Trace, best: Trace, spec: Specification): boolean {
  return candidate.steps.every((c, i) => c === best.steps[i]) && !atRest(candidate, spec);
}

function key(trace: Trace): string {
  return JSON.stringify(trace.steps);
}
