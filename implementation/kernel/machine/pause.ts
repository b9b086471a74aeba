import type { Lock } from './locks.ts';

/** Where a task is left in the midst of a command: at a point, or waiting. Yielded to whoever schedules. */
export interface Pause {
  /** The function. */
  readonly in: string;
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
