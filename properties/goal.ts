import type { Answer, ErrnoName } from '../model/answer.ts';
import { errno } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { State } from '../model/state.ts';
import type { World } from '../model/world.ts';
import { isOneGroup, svaOf } from '../model/sva/bounds.ts';

/**
 * A situation that a healthy run must have reached. A run that finds nothing and misses one says so: a
 * checker that never got there proves nothing.
 */
export interface Goal {
  readonly name: string;
  /** The command at which it can be reached. */
  readonly on: string;
  /** Looked at with the state in which the command was asked, and its answer. */
  readonly reached: (s: State, c: Command, a: Answer) => boolean;
  /** Worlds in which it can be reached at all, of those that have its command; default: every one of them. */
  readonly in?: (world: World) => boolean;
}

/** Are there devices that can do SVA? */
export function hasSva(world: World): boolean {
  return svaOf(world).devices > 0;
}

/** Can a device be removed and come back in this world? */
export function devicesGo(world: World): boolean {
  return !isOneGroup(world);
}

/** Can a process have several threads in this world? */
export function hasThreads(world: World): boolean {
  return world.threads === true && world.vfio !== undefined;
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
