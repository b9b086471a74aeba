import { closest } from 'fastest-levenshtein';

/** The name in the list that contains this one, or else is spelled most like it. */
export function nearest(got: string, known: readonly string[]): string {
  const containing = got.length > 2 ? known.filter((name) => name.includes(got)) : [];
  return closest(got.slice(0, 200), containing.length > 0 ? containing : known);
}
