import type { Broken, LawName } from '../model/judgement.ts';
import { closenesses } from './closeness.ts';
import type { Law } from './law.ts';

/** A law that is broken at a step of a trace, from 0; at rest, and by what goes on in the end, behind its last step. */
export interface BrokenAt {
  readonly step: number;
  readonly broken: Broken;
}

const known = new WeakMap<readonly Law[], ReadonlyMap<LawName, Law['closeness']>>();

/** By the name of the law; looked up once for each list of laws. */
function closenessesOf(laws: readonly Law[]): ReadonlyMap<LawName, Law['closeness']> {
  let found = known.get(laws);
  if (found === undefined)
    known.set(laws, (found = new Map(laws.map(({ name, closeness }) => [name, closeness]))));
  return found;
}

/**
 * The breaks of one trace, those first that tell most of the cause: the earliest, for whatever comes later may follow
 * from it; of one moment, the closest (see `closenesses`); of equally close ones, in the order in which they are given.
 *
 * @param laws - of the specification that judged
 * @param breaks - of one run, in the order in which they were told
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

/** The first of them: the one that a reader has to see first. */
export function leading<B extends BrokenAt>(
  laws: readonly Law[],
  breaks: readonly B[],
): B | undefined {
  return byCloseness(laws, breaks)[0];
}

/** A law that does not say how close it is comes last. */
function rankOf(
  closenessOf: ReadonlyMap<LawName, Law['closeness']>,
  { broken: { law, place } }: BrokenAt,
): number {
  const closeness = closenessOf.get(law);
  if (closeness === undefined) return closenesses.length;
  return closenesses.indexOf(typeof closeness === 'function' ? closeness(place) : closeness);
}
