import type { Pause } from './pause.ts';

/**
 * Places where something is half done that another task can see: a trace can stop a command there. Each subsystem
 * lists its own.
 */
export type Points = Readonly<Record<string, Pause>>;

/** In which functions a lock is taken, by the name of its class: before each of them a command can be stopped, too. */
export type LockedIn = Readonly<Record<string, readonly string[]>>;

/** The point before a lock is taken. */
export function beforeLock(lock: string, where: string): string {
  return `${where}: before ${lock}`;
}
