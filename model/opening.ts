/** Of 100 traces that begin with an opening, the number that have this command at this place. */
export interface Opening {
  readonly kind: string;
  readonly percent: number;
}
