import { CannotGoOn } from '../implementation/port.ts';
import { type Answer, threw } from '../model/answer.ts';
import { InputError } from '../model/input-error.ts';

/** Turns an error of a system into its answer. Two errors are passed on: the world has no room, or the input is unusable. */
export function answerOfThrown(error: unknown): Answer {
  if (error instanceof CannotGoOn || error instanceof InputError) throw error;
  return threw(error);
}
