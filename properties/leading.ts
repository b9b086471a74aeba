import type { Broken, LawName } from '../model/judgement.ts';
import { closenesses } from './closeness.ts';
import type { Law } from './law.ts';
import { laws } from './laws/index.ts';

/** A law that is broken at a step of a trace, from 0; at rest, and by what goes on in the end, behind its last step. */
export interface Break {
  readonly step: number;
  readonly broken: Broken;
}

const closenessOf = new Map<LawName, Law['closeness']>(
  laws.map(({ name, closeness }) => [name, closeness]),
);

/**
 * The breaks of one trace, those first that tell most of the cause: the earliest, for whatever comes later may follow
 * from it; of one moment, the closest (see `closenesses`); of equally close ones, in the order in which they are given.
 *
 * @param breaks - of one run, in the order in which they were told
 */
export function byCloseness<B extends Break>(breaks: readonly B[]): readonly B[] {
  return breaks.toSorted((a, b) => a.step - b.step || rankOf(a) - rankOf(b));
}

/** The first of them: the one that a reader has to see first. */
export function leading<B extends Break>(breaks: readonly B[]): B | undefined {
  return byCloseness(breaks)[0];
}

/** A law that does not say how close it is comes last. */
function rankOf({ broken: { law, place } }: Break): number {
  const closeness = closenessOf.get(law);
  if (closeness === undefined) return closenesses.length;
  return closenesses.indexOf(typeof closeness === 'function' ? closeness(place) : closeness);
}
