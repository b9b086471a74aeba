import type { Command, Field } from '../command.ts';
import type { State } from '../state.ts';

/** A command of a process through its file of a set. */
export interface OnSet extends Command {
  readonly process: number;
  readonly set: number;
}

export const setArguments = {
  process: { uses: 'process' },
  set: { uses: 'set' },
} as const satisfies Readonly<Record<string, Field>>;

/** Whether the process and the set exist. */
export function hasProcessAndSet(s: State, c: OnSet): boolean {
  return s.process(c.process) !== undefined && s.sets.set(c.set) !== undefined;
}

/** Whether the process has the file of the set open. Both exist. */
export function hasItOpen(s: State, c: OnSet): boolean {
  return s.sets.hasOpen(s.process(c.process)!, s.sets.set(c.set)!);
}
