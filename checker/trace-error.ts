import type { Command } from '../model/command.ts';
import { InputError } from '../model/input-error.ts';
import { shown } from '../model/shown.ts';
import type { Vocabulary } from '../model/vocabulary.ts';

/**
 * A function of the specification or of the implementation threw while a trace ran. The message names the error and the
 * trace, which can be replayed; `cause` is the error.
 */
export class TraceError extends Error {
  /** Up to the command at which it threw. */
  readonly steps: readonly Command[];

  constructor(cause: object, steps: readonly Command[], vocabulary: Vocabulary) {
    const trace = steps.map((c) => vocabulary.text(c)).join('; ');
    const where = trace === '' ? 'before the first command' : `in the trace: ${trace}`;
    const what = cause instanceof Error ? `${cause.name}: ${cause.message}` : shown(cause);
    super(`${what}\n${where}`, { cause });
    this.name = 'TraceError';
    this.steps = steps;
  }
}

/** Whoever runs a trace notes it here: the error itself stays what it is for those who threw it and catch it. */
const tracesOf = new WeakMap<object, readonly Command[]>();

/** Notes the trace in which something was thrown, up to the command at which it was. */
export function noteTrace(error: unknown, steps: readonly Command[]): void {
  if (typeof error === 'object' && error !== null && !tracesOf.has(error))
    tracesOf.set(error, steps);
}

/** The error with the trace in which it was thrown, if one is noted. Input that cannot be used says enough by itself. */
export function withTrace(error: unknown, vocabulary: Vocabulary): unknown {
  if (typeof error !== 'object' || error === null || error instanceof InputError) return error;
  const steps = tracesOf.get(error);
  return steps === undefined ? error : new TraceError(error, steps, vocabulary);
}
