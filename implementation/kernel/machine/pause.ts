import type { Lock } from './locks.ts';

/** Where a task is suspended within a command: at a point, or in a wait. It is yielded to the scheduler. */
export interface Pause {
  /** The function. */
  readonly in: string;
  /** `function: what it has done and what not`, the name of the point in traces. */
  readonly at: string;
  /** The lock that it takes next; while another task holds it, this task cannot be resumed. */
  readonly lock?: Lock;
  /** It takes the lock as a reader; readers wait for a waiting writer, but not for each other. */
  readonly shared?: { readonly readers: number; readonly writers?: number };
  /** It has tried to take `lock`, and waits. */
  readonly waits?: true;
}

/** A part of a system call that other tasks may interrupt: it yields where they may, and returns `T`. */
export type Call<T> = Generator<Pause, T, void>;
