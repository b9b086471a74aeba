import type { Trace } from '../model/trace.ts';
import { canonical, withoutOrphans } from './canonical.ts';
import { atRest } from './edits.ts';
import type { Pass } from './pass.ts';
import { endless, type Patience } from './patience.ts';
import { compare } from './simpler.ts';
import type { Specification } from '../properties/specification.ts';
import { atOnce, type Work } from './work.ts';

/**
 * Runs a trace and, if the same law breaks at the same place, returns what of it was carried out up to
 * there; undefined if it does not. What never ran and the tail behind the break are dropped by this.
 */
export type Reproduce = (trace: Trace) => Trace | undefined;

/** The same where a run may have to wait. */
export type Reproducing = (trace: Trace) => Work<Trace | undefined>;

export interface Shrunk {
  readonly trace: Trace;
  /** Traces that were run. */
  readonly executions: number;
  /** No pass makes progress any more; false if patience ended before. */
  readonly isFinished: boolean;
}

/**
 * Applies the passes until none makes progress: the result is a trace from which no pass’s proposal
 * breaks the same law at the same place and is simpler. Deterministic; a pass that succeeded goes on
 * from the trace that it found.
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

/** The same where a run may have to wait. */
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

  // As a rule names mean nothing, and traces that differ only in names are one. But an implementation
  // may have one device that is not like the others; then names are left to the passes.
  // And commands that make no sense may still change what is asked of the trace besides the law.
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
      // What was left goes on in the end, so more may have been carried out than was proposed.
      if (found === undefined || compare(found, best, spec) >= 0) continue;
      best = found;
      tried.add(key(best));
      return true;
    }
    return false;
  };

  // Back to the first pass after each success: what it proposes is cheap, and nothing is run twice.
  for (let i = 0; i < passes.length; i++) {
    if (yield* improve(passes[i]!)) i = -1;
    if (!isFinished) break;
  }
  return { trace: best, executions, isFinished };
}

/** For whoever needs not wait. */
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
 * The best trace without its end? It ends where the law breaks for the first time, so nothing breaks
 * before; unless everybody is gone by then, when the laws at rest are asked.
 */
function isCutShort(candidate: Trace, best: Trace, spec: Specification): boolean {
  return candidate.steps.every((c, i) => c === best.steps[i]) && !atRest(candidate, spec);
}

function key(trace: Trace): string {
  return JSON.stringify(trace.steps);
}
