/**
 * Where a law breaks, as data: breaks of one law at one place are one finding. Numbers differ from trace to trace, so a
 * place has none.
 */
export type Place = ClausePlace | AnswerPlace | SplatPlace;

/** Something that the law says does not hold. */
export interface ClausePlace {
  /** Which: a few words that stand for it everywhere, such as `a page stays pinned`. */
  readonly clause: string;
  /** The kind of the command that did it, if the place depends on it; or `overlapping`. */
  readonly command?: string | undefined;
}

/** A command was answered what its rule does not admit. */
export interface AnswerPlace {
  readonly command: string;
  /** An errno by its name, `success`, or what the command calls a success of its own. */
  readonly answer: string;
}

/** The implementation complained. */
export interface SplatPlace {
  /** The kind of complaint, such as `use-after-free`. */
  readonly splat: string;
  /** The function that complained. */
  readonly where: string;
  /** About what. */
  readonly what: string;
}

/** Stands for the kind of the command where several have overlapped and it could be any of them. */
export const overlapping = 'commands that overlap';

/** `exit: a page stays pinned`, `bind: ENOSPC`, `use-after-free in arm_smmu_sva_unbind: arm_smmu_bond` */
export function placeText(place: Place): string {
  if ('splat' in place) return `${place.splat} in ${place.where}: ${place.what}`;
  if ('answer' in place) return `${place.command}: ${place.answer}`;
  return place.command === undefined ? place.clause : `${place.command}: ${place.clause}`;
}

/** The same for equal places, and for no others. */
export function placeKey(place: Place): string {
  if ('splat' in place) return `splat\n${place.splat}\n${place.where}\n${place.what}`;
  if ('answer' in place) return `answer\n${place.command}\n${place.answer}`;
  return `clause\n${place.command ?? ''}\n${place.clause}`;
}

/** Words alone stand for a clause. */
export function placeOf(place: Place | string): Place {
  return typeof place === 'string' ? { clause: place } : place;
}

/** The kind of the command that a place is about, if it is about one. */
export function commandOf(place: Place): string | undefined {
  return 'command' in place ? place.command : undefined;
}
