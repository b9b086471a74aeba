/** One object of a state with its value, for the before and after of a report. */
export interface StateLine {
  /** The object. Lines of two states about the same object are compared. */
  readonly what: string;
  /** Its value in words. */
  readonly is: string;
}

/** `f0: d1, held by p0` */
export function stateLineText({ what, is }: StateLine): string {
  return `${what}: ${is}`;
}
