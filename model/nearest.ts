import { closest } from 'fastest-levenshtein';

/** The name in the list that is spelled most like this one. */
export function nearest(got: string, known: readonly string[]): string {
  return closest(got.slice(0, 200), known);
}
