import { type Answer, failed } from '../model/answer.ts';

/**
 * The answer of an asynchronous system; or, after too long a time, the answer that it never returned. Only this file uses a
 * timer: without it a promise that is never settled would end the program without a message.
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
