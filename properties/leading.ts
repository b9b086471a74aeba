import type { Broken, LawName } from '../model/judgement.ts';
import { closenesses } from './closeness.ts';
import type { Law } from './law.ts';

/** A law that is broken at a step of a trace, counted from 0. Breaks at rest, or by commands resumed at the end, have a number after the last step. */
export interface BrokenAt {
  readonly step: number;
  readonly broken: Broken;
}

const known = new WeakMap<readonly Law[], ReadonlyMap<LawName, Law['closeness']>>();

/** Laws by name; computed once for each list of laws. */
function closenessesOf(laws: readonly Law[]): ReadonlyMap<LawName, Law['closeness']> {
  let found = known.get(laws);
  if (found === undefined)
    known.set(laws, (found = new Map(laws.map(({ name, closeness }) => [name, closeness]))));
  return found;
}

/**
 * The breaks of one trace, the closest to the cause first: the earliest, because later ones may follow
 * from it; at one moment, the closest (see `closenesses`); equally close ones in the given order.
 *
 * @param laws - of the specification that judged
 * @param breaks - of one run, in the order in which they were reported
 */
export function byCloseness<B extends BrokenAt>(
  laws: readonly Law[],
  breaks: readonly B[],
): readonly B[] {
  const closenessOf = closenessesOf(laws);
  return breaks.toSorted(
    (a, b) => a.step - b.step || rankOf(closenessOf, a) - rankOf(closenessOf, b),
  );
}

/** The first of them, which a reader has to see first. */
export function leading<B extends BrokenAt>(
  laws: readonly Law[],
  breaks: readonly B[],
): B | undefined {
  return byCloseness(laws, breaks)[0];
}

/** A law without a closeness comes last. */
function rankOf(
  closenessOf: ReadonlyMap<LawName, Law['closeness']>,
  { broken: { law, place } }: BrokenAt,
): number {
  const closeness = closenessOf.get(law);
  if (closeness === undefined) return closenesses.length;
  return closenesses.indexOf(typeof closeness === 'function' ? closeness(place) : closeness);
}
