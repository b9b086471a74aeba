import { lifted } from './lifted.ts';

/** Older versions of the stored form that are still read. */
export const olderVersions: readonly unknown[] = [1];

/**
 * Lifts the head of a trace of an older version to the present form.
 *
 * Version 1 had the bounds of a world flat, and those of pages among those of VFIO.
 */
export function migrated(head: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...head, world: lifted(head['world']) };
}
