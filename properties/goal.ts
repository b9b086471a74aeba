import { type Answer, type ErrnoName, errno } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { AnyState } from '../model/any-state.ts';
import type { AnyWorld } from '../model/any-world.ts';

/**
 * A situation that a healthy run must have reached. A run that finds nothing and misses a goal says so, because a
 * checker that never gets there proves nothing.
 */
export interface Goal<S extends AnyState = AnyState, W extends AnyWorld = AnyWorld> {
  readonly name: string;
  /** The command at which it can be reached. */
  readonly on: string;
  /** Judges the command with the state in which it was issued, and its answer. */
  reached(this: void, s: S, c: Command, a: Answer): boolean;
  /** The worlds in which it can be reached, among those that have its command; default: all of them. */
  in?(this: void, world: W): boolean;
}

/** The command was answered with one of these. */
export function answeredWith(on: string, ...outcomes: readonly ErrnoName[]): Goal {
  const codes = new Set(outcomes.map((name) => errno[name]));
  return {
    name: `${on} answers ${outcomes.map((o) => (o === 'OK' ? 'success' : o)).join(' or ')}`,
    on,
    reached: (_s, _c, a) => codes.has(a.errno),
  };
}
