import { CannotGoOn } from '../implementation/port.ts';
import { type Answer, threw } from '../model/answer.ts';
import { InputError } from '../model/input-error.ts';

/** What a system threw, as its answer. What it threw on purpose goes on: it has no room, or it cannot be used at all. */
export function answerOfThrown(error: unknown): Answer {
  if (error instanceof CannotGoOn || error instanceof InputError) throw error;
  return threw(error);
}
