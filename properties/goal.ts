import { type Answer, type ErrnoName, errno } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { AnyState } from '../model/any-state.ts';
import type { AnyWorld } from '../model/any-world.ts';

/**
 * A situation that a healthy run must have reached. A run that finds nothing and misses one says so: a
 * checker that never got there proves nothing.
 */
export interface Goal<S extends AnyState = AnyState, W extends AnyWorld = AnyWorld> {
  readonly name: string;
  /** The command at which it can be reached. */
  readonly on: string;
  /** Looked at with the state in which the command was asked, and its answer. */
  reached(this: void, s: S, c: Command, a: Answer): boolean;
  /** Worlds in which it can be reached at all, of those that have its command; default: every one of them. */
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
