import { owners } from './palette.ts';

/** The index of the colour of the address space that a value names first; undefined if it names none. */
export function ownerOf(value: string): number | undefined {
  const home = homeIn(value);
  return home === '' ? undefined : Number(home.slice(2)) % owners.length;
}

/** The address space that a value names first, in its own words: `mm3`; empty if it names none. */
export function homeIn(value: string): string {
  return /\bmm\d+/.exec(value)?.[0] ?? '';
}

/** A quantity against its limit: `1 of 2`, `1 (+1) of 2`, `3`. */
export interface Level {
  readonly value: number;
  readonly limit: number | undefined;
}

export function levelOf(value: string): Level | undefined {
  const match = /^(-?\d+)(?: \([+-]?\d+\))?(?: of (\d+))?$/.exec(value);
  if (match === null) return undefined;
  return { value: Number(match[1]), limit: match[2] === undefined ? undefined : Number(match[2]) };
}
