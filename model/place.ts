/**
 * Where a law breaks, as data: breaks of one law at one place are one finding. Numbers differ from trace to trace, so a
 * place has none.
 */
export type Place = ClausePlace | AnswerPlace | SplatPlace;

/** A clause of the law does not hold. */
export interface ClausePlace {
  /** The clause in a few words, the same everywhere, such as `a page stays pinned`. */
  readonly clause: string;
  /** The kind of the command that broke it, if the place depends on that; or `overlapping`. */
  readonly command?: string | undefined;
}

/** A command returned an answer that its rule does not admit. */
export interface AnswerPlace {
  readonly command: string;
  /** The name of an errno, `success`, or the command’s own word for one of its successes. */
  readonly answer: string;
}

/** The implementation reported a splat. */
export interface SplatPlace {
  /** The kind of splat, such as `use-after-free`. */
  readonly splat: string;
  /** The function that reported it. */
  readonly where: string;
  /** The object that it is about. */
  readonly what: string;
}

/** Used as the kind of the command if several overlapped and each of them could have broken the law. */
export const overlapping = 'commands that overlap';

/** `exit: a page stays pinned`, `bind: ENOSPC`, `use-after-free in arm_smmu_sva_unbind: arm_smmu_bond` */
export function placeText(place: Place): string {
  if ('splat' in place) return `${place.splat} in ${place.where}: ${place.what}`;
  if ('answer' in place) return `${place.command}: ${place.answer}`;
  return place.command === undefined ? place.clause : `${place.command}: ${place.clause}`;
}

/** A key that two places share exactly if they are equal. */
export function placeKey(place: Place): string {
  if ('splat' in place) return `splat\n${place.splat}\n${place.where}\n${place.what}`;
  if ('answer' in place) return `answer\n${place.command}\n${place.answer}`;
  return `clause\n${place.command ?? ''}\n${place.clause}`;
}

/** A text is the words of a clause. */
export function placeOf(place: Place | string): Place {
  return typeof place === 'string' ? { clause: place } : place;
}

/** The kind of the command that a place names, if it names one. */
export function commandOf(place: Place): string | undefined {
  return 'command' in place ? place.command : undefined;
}
