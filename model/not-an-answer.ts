import type { Command } from './command.ts';
import { InputError } from './input-error.ts';
import { shown } from './shown.ts';

/** The error for an implementation that returned something other than an answer. */
export function notAnAnswer(name: string, { kind }: Command, got: unknown): InputError {
  const what = got === undefined ? 'nothing' : shown(got);
  return new InputError(
    `${name}: ${kind} answered ${what}; expected success, ok(VALUE) or refused(WORD)`,
  );
}
