import type { Lock } from './locks.ts';

/** Where a task is left in the midst of a command: at a point, or waiting. Yielded to whoever schedules. */
export interface Pause {
  /** `function: what it has done and what not`, the name by which a trace stops there. */
  readonly at: string;
  /** The lock that it takes next; while another task holds it, this task cannot go on. */
  readonly lock?: Lock;
  /** It takes it as one of several readers, who do not wait for each other. */
  readonly shared?: { readonly readers: number };
  /** It tried to take `lock`, and waits. */
  readonly waits?: true;
}

/** A part of a system call that other tasks may run in the midst of: it yields where they may, and returns `T`. */
export type Call<T> = Generator<Pause, T, void>;

/** The same, where it mostly has its answer at once: a number, or the call that returns it. */
export type Prompt = number | Call<number>;

/**
 * What is left to do of something that mostly is done at once: `undefined`, or the rest, to be run with
 * `yield*`. Most locks are free and most references are not the last; a generator for each of those
 * would cost more than all the rest of the simulation (measured: 2.6 us instead of 0.9 per command).
 */
export type Rest = Call<void> | undefined;
