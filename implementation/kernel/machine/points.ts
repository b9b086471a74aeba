import type { Pause } from './pause.ts';

/**
 * Points at which another task can see unfinished work: a trace can suspend a command there. Each subsystem
 * lists its own.
 */
export type Points = Readonly<Record<string, Pause>>;

/** The functions that take a lock, by the name of its class. A command can also be suspended before each of them. */
export type LockedIn = Readonly<Record<string, readonly string[]>>;

/** The point before a lock is taken. */
export function beforeLock(lock: string, where: string): string {
  return `${where}: before ${lock}`;
}
