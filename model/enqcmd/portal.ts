import type { Command, Field } from '../command.ts';
import type { State } from '../state.ts';
import type { Mapping } from '../sva/state.ts';
import { PORTAL } from './state.ts';

/** A command of a process on a file of a queue. */
export interface OnQueue extends Command {
  readonly process: number;
  readonly file: number;
}

export const queueFields = {
  process: { uses: 'process' },
  file: { uses: 'file' },
} as const satisfies Readonly<Record<string, Field>>;

/** Whether the process and the file exist. */
export function hasBoth(s: State, c: OnQueue): boolean {
  return s.process(c.process) !== undefined && s.sva.file(c.file) !== undefined;
}

/** Both of them. They exist. */
export function bothOf(s: State, c: OnQueue) {
  return { p: s.process(c.process)!, f: s.sva.file(c.file)! };
}

/** A mapping of the portal in the mm of the process; undefined if there is none. Both exist. */
export function portalOf(s: State, c: OnQueue): Mapping | undefined {
  const { p, f } = bothOf(s, c);
  return s.sva.mapping(p.mm, f, PORTAL);
}
