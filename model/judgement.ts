import { type Place, placeText } from './place.ts';

/**
 * The name of a law, such as `pasid-uniqueness`. A command's rule names the law that a wrong answer
 * breaks; the laws themselves, with what else they look at, are listed in `properties/laws`.
 */
export type LawName = string;

/** A law is broken: which, where (the same place is the same finding), and what was seen. */
export interface Broken {
  readonly law: LawName;
  readonly place: Place;
  /** One sentence with the concrete objects, for the reader of a report. */
  readonly witness: string;
}

/** The same for breaks of one law at one place, and for no others. */
export function keyOf({ law, place }: Pick<Broken, 'law' | 'place'>): string {
  return `${law}: ${placeText(place)}`;
}

/** `undefined`: the answer is admitted. */
export type Judgement = Broken | undefined;
