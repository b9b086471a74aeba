import type { Trace } from '../model/trace.ts';
import { freshState, mentions } from './edits.ts';
import type { Specification } from '../properties/specification.ts';

/** The indices of a command that begins something and of the later command that ends it. */
export interface Couple {
  readonly begin: number;
  readonly end: number;
}

/**
 * Couples are open and close of a file, fork and exit of a process, map and unmap, remove and add. They follow from the
 * rules, not from a list. A command ends something if it could not be issued once more. The thing was begun by the nearest
 * command with a common name without which the ending command could not be issued at all.
 */
export function couplesOf(trace: Trace, spec: Specification): Couple[] {
  const found: Couple[] = [];
  for (let end = 1; end < trace.steps.length; end++) {
    const begin = beginOf(trace, end, spec);
    if (begin !== undefined) found.push({ begin, end });
  }
  return found;
}

/** Whether these two form a couple. */
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

/** The command was possible, and is not right after it was executed; and it creates nothing for which room could be short. */
function endsSomething(trace: Trace, at: number, spec: Specification): boolean {
  if (spec.vocabulary.madeField(trace.steps[at]!.kind) !== undefined) return false;
  if (!isPossible(trace, at, spec)) return false;
  const twice = { ...trace, steps: trace.steps.toSpliced(at, 0, trace.steps[at]!) };
  return !isPossible(twice, at + 1, spec);
}

/** Whether the command at `at` can be issued if the one at `without` is omitted, as far as the model can tell. */
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
