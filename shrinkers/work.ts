/**
 * Work that may have to wait, for example for an asynchronous implementation: it yields the promises that it awaits. Code in
 * this form is written once, for synchronous implementations, which never yield, and for asynchronous ones.
 */
export type Work<T> = Generator<Promise<unknown>, T, undefined>;

/**
 * Runs work that never waits.
 *
 * @throws Error if it does wait
 */
export function atOnce<T>(work: Work<T>): T {
  const step = work.next();
  if (step.done === true) return step.value;
  throw new Error('this work has to wait for an asynchronous implementation');
}

/** Runs work and awaits whatever it yields. */
export async function soon<T>(work: Work<T>): Promise<T> {
  let step = work.next();
  while (step.done !== true) {
    let failure: { readonly error: unknown } | undefined;
    try {
      await step.value;
    } catch (error) {
      failure = { error };
    }
    // A rejection is thrown where the work waits for it.
    step = failure === undefined ? work.next() : work.throw(failure.error);
  }
  return step.value;
}
