import type { Trace } from '../model/trace.ts';
import { freshState, mentions } from './edits.ts';
import type { Specification } from '../properties/specification.ts';

/** The places of a command that begins something and of the later one that ends it. */
export interface Couple {
  readonly begin: number;
  readonly end: number;
}

/**
 * Open and close of a file, fork and exit of a process, map and unmap, remove and add; not from a list
 * but from the rules. A command ends something if it not issued once more; and what it ends
 * was begun by the nearest command with a name in common without which it not issued at all.
 */
export function couplesOf(trace: Trace, spec: Specification): Couple[] {
  const found: Couple[] = [];
  for (let end = 1; end < trace.steps.length; end++) {
    const begin = beginOf(trace, end, spec);
    if (begin !== undefined) found.push({ begin, end });
  }
  return found;
}

/** Do these two belong together? */
export function areCouple(trace: Trace, begin: number, end: number, spec: Specification): boolean {
  return beginOf(trace, end, spec) === begin;
}

function beginOf(trace: Trace, end: number, spec: Specification): number | undefined {
  if (!endsSomething(trace, end, spec)) return undefined;
  const { steps } = trace;
  const named = mentions(steps[end]!, spec);
  for (let begin = end - 1; begin >= 0; begin--)
    if (
      mentions(steps[begin]!, spec).some((name) => named.includes(name)) &&
      !isPossible(trace, end, spec, begin)
    )
      return begin;
  return undefined;
}

/** It was possible and is not, right after it was carried out; and it makes nothing, for which room may be short. */
function endsSomething(trace: Trace, at: number, spec: Specification): boolean {
  if (spec.vocabulary.madeField(trace.steps[at]!.kind) !== undefined) return false;
  if (!isPossible(trace, at, spec)) return false;
  const twice = { ...trace, steps: trace.steps.toSpliced(at, 0, trace.steps[at]!) };
  return !isPossible(twice, at + 1, spec);
}

/** Can the command at `at` be asked if the one at `without` is left out, as far as the model can tell? */
function isPossible(
  { world, steps }: Trace,
  at: number,
  spec: Specification,
  without?: number,
): boolean {
  const state = freshState(spec, world);
  for (let i = 0; i < at; i++) {
    const c = steps[i]!;
    const r = spec.rules[c.kind]!;
    if (i !== without && r.possible(state, c)) r.next(state, c, r.typical(state, c));
  }
  return spec.rules[steps[at]!.kind]!.possible(state, steps[at]!);
}
