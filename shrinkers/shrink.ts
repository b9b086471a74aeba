import type { Trace } from '../model/trace.ts';
import type { Pass, RulesByKind } from './pass.ts';
import { compare } from './simpler.ts';

/**
 * Runs a trace and, if the same law breaks at the same place, returns what of it was carried out up to
 * there; undefined if it does not.
 */
export type Reproduce = (trace: Trace) => Trace | undefined;

export interface Shrunk {
  readonly trace: Trace;
  /** Traces that were run. */
  readonly executions: number;
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
  rules: RulesByKind,
): Shrunk {
  let executions = 1;
  const first = reproduce(start);
  if (first === undefined) throw new Error('the trace to shrink does not break the law');
  let best = first;
  const tried = new Set<string>([key(best)]);

  const improve = (pass: Pass): boolean => {
    for (const candidate of pass.candidates(best, rules)) {
      if (compare(candidate, best, rules) >= 0) continue;
      const id = key(candidate);
      if (tried.has(id)) continue;
      tried.add(id);
      executions++;
      const found = reproduce(candidate);
      if (found === undefined) continue;
      best = found;
      tried.add(key(best));
      return true;
    }
    return false;
  };

  for (let progress = true; progress;) {
    progress = false;
    for (const pass of passes) while (improve(pass)) progress = true;
  }
  return { trace: best, executions };
}

function key(trace: Trace): string {
  return JSON.stringify(trace.steps);
}
