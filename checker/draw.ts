/**
 * A source of random numbers; fast-check’s `Random` is one. Bounds are inclusive.
 *
 */
export interface Draw {
  nextInt(min: number, max: number): number;
}
