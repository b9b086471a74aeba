import { type Place, placeKey, placeText } from './place.ts';

/**
 * The name of a law, such as `pasid-uniqueness`. A command's rule names the law that a wrong answer
 * breaks. The laws themselves are listed in `properties/laws`.
 */
export type LawName = string;

/** A broken law: its name, the place (the same law and place are one finding), and what was seen. */
export interface Broken {
  readonly law: LawName;
  readonly place: Place;
  /** One sentence with the concrete objects, for the reader of a report. */
  readonly witness: string;
}

/** The identity of a violation: breaks of one law at one place are one, whatever their witnesses. */
export type Violation = Pick<Broken, 'law' | 'place'>;

/** A key that two breaks share exactly if they are the same violation. */
export function keyOf({ law, place }: Violation): string {
  return `${law}\n${placeKey(place)}`;
}

/** Whether both are the same law at the same place. */
export function sameViolation(a: Violation, b: Violation): boolean {
  return keyOf(a) === keyOf(b);
}

/** `pin-balance: exit: a page stays pinned` */
export function violationText({ law, place }: Violation): string {
  return `${law}: ${placeText(place)}`;
}

/** `undefined`: the answer is admitted. */
export type Judgement = Broken | undefined;
