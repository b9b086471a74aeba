import type { Call, Pause } from './pause.ts';

/** A command would wait for ever, because no other task runs. */
export class Hang {
  /** Where. */
  pause: Pause | undefined;
}

/** One object is enough, because it is read as soon as it is caught. */
const hanging = new Hang();

export function hang(pause: Pause): never {
  hanging.pause = pause;
  throw hanging;
}

/** The result of a call that no other call overlaps: from the call itself, or from its straight twin, which has already returned. */
export function toEnd<T extends number | boolean | void>(call: T | Call<T>): T {
  if (typeof call !== 'object') return call;
  const step = call.next();
  return step.done === true ? step.value : hang(step.value);
}

/** Whether a call that no other call overlaps returns. */
export function returns(call: () => number | Call<number>): boolean {
  try {
    toEnd(call());
    return true;
  } catch (error) {
    if (error instanceof Hang) return false;
    throw error;
  }
}
