/** Where the draws come from: fast-check’s `Random` is one. Bounds are inclusive. */
export interface Draw {
  nextInt(min: number, max: number): number;
}
