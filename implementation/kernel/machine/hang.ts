import type { Call, Pause } from './pause.ts';

/** A command would wait for ever, since nobody else runs. */
export class Hang {
  /** Where. */
  pause: Pause | undefined;
}

/** One is enough: whoever catches it looks at it at once. */
const hanging = new Hang();

export function hang(pause: Pause): never {
  hanging.pause = pause;
  throw hanging;
}

/** What a call returns that nobody overlaps: the call itself, or its straight twin that has returned already. */
export function toEnd<T extends number | void>(call: T | Call<T>): T {
  if (typeof call !== 'object') return call;
  const step = call.next();
  return step.done === true ? step.value : hang(step.value);
}

/** Does a call return that nobody overlaps? */
export function returns(call: () => number | Call<number>): boolean {
  try {
    toEnd(call());
    return true;
  } catch (error) {
    if (error instanceof Hang) return false;
    throw error;
  }
}
