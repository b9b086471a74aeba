/** One thing of a state and how it is, for the before and after of a report. */
export interface StateLine {
  /** What it is about: lines of two states that are about the same thing are compared. */
  readonly what: string;
  /** How it is. */
  readonly is: string;
}

/** `f0: d1, held by p0` */
export function stateLineText({ what, is }: StateLine): string {
  return `${what}: ${is}`;
}
