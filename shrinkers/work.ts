/**
 * Work that may have to wait, such as for an implementation that answers later: it yields what it waits for. What is
 * written so stands once, for an implementation that answers at once, which never yields, and for any other.
 */
export type Work<T> = Generator<Promise<unknown>, T, undefined>;

/**
 * Does work that waits for nothing.
 *
 * @throws Error if it has to wait all the same
 */
export function atOnce<T>(work: Work<T>): T {
  const step = work.next();
  if (step.done === true) return step.value;
  throw new Error('this work has to wait for an asynchronous implementation');
}

/** Does work and waits wherever it has to. */
export async function soon<T>(work: Work<T>): Promise<T> {
  let step = work.next();
  while (step.done !== true) {
    let failure: { readonly error: unknown } | undefined;
    try {
      await step.value;
    } catch (error) {
      failure = { error };
    }
    // What failed fails where it was waited for, as if it had been done there.
    step = failure === undefined ? work.next() : work.throw(failure.error);
  }
  return step.value;
}
