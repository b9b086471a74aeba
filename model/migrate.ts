import { lifted } from './lifted.ts';
import type { Place } from './place.ts';
import { isObject } from './world-bounds.ts';

/** Older versions of the stored form that are still read. */
export const olderVersions: readonly unknown[] = [1, 2];

/**
 * Lifts the head of a trace of an older version to the present form.
 *
 * Version 1 had the bounds of a world flat, and those of pages among those of VFIO. Versions 1 and 2 had the place of a
 * violation as text.
 */
export function migrated(head: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { world, violates } = head;
  return {
    ...head,
    world: lifted(world),
    ...(isObject(violates) && { violates: { ...violates, place: placeFrom(violates) } }),
  };
}

/** A value that is not text, or too long for a place, is returned unchanged, and the schema then reports it. */
function placeFrom({ law, place }: Readonly<Record<string, unknown>>): unknown {
  return typeof place === 'string' && place.length <= PLACE_MAX ? placeOfText(law, place) : place;
}

const PLACE_MAX = 300;

/** The kinds of splats. When a place was text, there were all of these but bad unlock balance and soft lockup. */
const splats = [
  'use-after-free',
  'double free',
  'null dereference',
  'out of bounds',
  'refcount underflow',
  'sleeping in atomic context',
  'recursive locking',
  'inverted lock order',
  'lock held on return',
  'bad unlock balance',
  'deadlock',
  'hung task',
  'soft lockup',
  'warning',
  'BUG',
];

/** Laws whose places were `command: answer`; places of other laws are `command: clause`, or only a clause. */
const aboutAnswers = new Set<unknown>(['answers-conform', 'linearizability', 'unmap-terminates']);

function placeOfText(law: unknown, text: string): Place {
  const splat = splats.find((kind) => text.startsWith(`${kind} in `));
  if (splat !== undefined) {
    const [, where, what] = /^(.+?): (.+)$/.exec(text.slice(splat.length + ' in '.length)) ?? [];
    if (where !== undefined && what !== undefined) return { splat, where, what };
  }
  const [, command, words] = /^([a-z][a-z -]*): (.+)$/.exec(text) ?? [];
  if (command === undefined || words === undefined) return { clause: text };
  return aboutAnswers.has(law) ? { command, answer: words } : { command, clause: words };
}
