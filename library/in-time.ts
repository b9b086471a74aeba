import { type Answer, failed } from '../model/answer.ts';

/**
 * The answer of a system that answers later; that it never returned, if it has not answered in time. Here alone something
 * waits for time to pass: without it a promise that is never settled would end the program without a word.
 *
 * @param patience - milliseconds
 */
export async function inTime(answer: Promise<Answer>, patience: number): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Answer>((resolve) => {
    if (patience < Infinity) timer = setTimeout(() => resolve(failed('HUNG')), patience);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
