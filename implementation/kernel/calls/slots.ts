/** The number of an address or IOVA as commands write it: `a1` is 1, `i0` is 0. */
export function slot(word: string): number {
  return Number(word.slice(1));
}
