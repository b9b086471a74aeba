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
    const trace = vocabulary.lineOf(steps);
    const where = trace === '' ? 'before the first command' : `in the trace: ${trace}`;
    const what = cause instanceof Error ? `${cause.name}: ${cause.message}` : shown(cause);
    super(`${what}\n${where}`, { cause });
    this.name = 'TraceError';
    this.steps = steps;
  }
}

/** The traces of errors. The errors themselves stay unchanged for the code that threw them and catches them. */
const tracesOf = new WeakMap<object, readonly Command[]>();

/** Stores the trace in which an error was thrown, up to the command that threw it. */
export function noteTrace(error: unknown, steps: readonly Command[]): void {
  if (typeof error === 'object' && error !== null && !tracesOf.has(error))
    tracesOf.set(error, steps);
}

/** The error with the trace in which it was thrown, if one is stored. An `InputError` stays as it is. */
export function withTrace(error: unknown, vocabulary: Vocabulary): unknown {
  if (typeof error !== 'object' || error === null || error instanceof InputError) return error;
  const steps = tracesOf.get(error);
  return steps === undefined ? error : new TraceError(error, steps, vocabulary);
}
