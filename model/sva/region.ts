import type { Command, Field } from '../command.ts';
import type { State } from '../state.ts';
import { type Mapping, regions } from './state.ts';

/** A command on a region of a queue, which the process maps or has mapped from the file. */
export interface OnRegion extends Command {
  readonly process: number;
  readonly file: number;
  readonly region: string;
}

export const regionFields = {
  process: { uses: 'process' },
  file: { uses: 'file' },
  region: { oneOf: regions },
} as const satisfies Readonly<Record<string, Field>>;

/** Whether the process and the file exist. */
export function hasProcessAndFile(s: State, c: OnRegion): boolean {
  return s.process(c.process) !== undefined && s.sva.file(c.file) !== undefined;
}

/** The mapping of the region in the mm of the process; undefined if there is none. Both exist. */
export function mappingOf(s: State, c: OnRegion): Mapping | undefined {
  return s.sva.mapping(s.process(c.process)!.mm, s.sva.file(c.file)!, regionOf(c));
}

/** Whether the process has mapped the region. */
export function isMappedBy(s: State, c: OnRegion): boolean {
  return hasProcessAndFile(s, c) && mappingOf(s, c) !== undefined;
}

/** The number of the region. */
export function regionOf({ region }: OnRegion): number {
  return regions.indexOf(region as 'mmio');
}
