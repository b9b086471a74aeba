import { lifted } from './lifted.ts';

/** Versions of the stored form that are read besides the present one. */
export const olderVersions: readonly unknown[] = [1];

/**
 * The head of a trace that an older version stored, as it would be stored now.
 *
 * Version 1 had the bounds of a world flat, and those of pages among those of VFIO.
 */
export function migrated(head: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...head, world: lifted(head['world']) };
}
