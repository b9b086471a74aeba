import { type BoundsOf, counted, flag, number } from '../bounds.ts';

/** Processes, which every world has. */
export interface ProcessBounds {
  /** Processes that may be alive at once, 1 to 8. Each world begins with one: p0. */
  readonly processes: number;
  /** Whether user space opens devices with O_CLOEXEC, as the uacce library (UADK) does. */
  readonly closeOnExec: boolean;
  /**
   * Whether a process can have several threads (CLONE_THREAD): tasks of one thread group, with one mm and one
   * descriptor table.
   */
  readonly threads?: boolean | undefined;
}

/** Whether a second process can exist. */
export function hasSeveral({ processes }: ProcessBounds): boolean {
  return processes > 1;
}

/** Whether a process can have several threads. */
export function hasThreads({ threads }: ProcessBounds): boolean {
  return threads === true;
}

export const PROCESSES_MAX = 8;

export const processBounds: BoundsOf<ProcessBounds> = {
  processes: {
    values: number(1, PROCESSES_MAX),
    says: 'processes that may be alive at once',
    inWords: (n) => counted(n, 'process', 'processes'),
  },
  closeOnExec: {
    values: flag,
    says: 'device files close at exec (O_CLOEXEC)',
    inWords: (closes) => (closes ? undefined : 'files kept at exec'),
  },
  threads: {
    values: flag,
    says: 'a process can have several threads (CLONE_THREAD)',
    inWords: (has) => (has === true ? 'threads' : undefined),
  },
};
