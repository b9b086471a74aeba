import { distance } from 'fastest-levenshtein';

/** A longer word is not a mistyped name. */
const TYPED_MAX = 100;
/** One mistake in this many characters may be a slip; with more it is another word. */
const CHARACTERS_PER_SLIP = 3;

/**
 * The name in the list that was probably meant: it contains the given word, has all its words, or is spelled
 * almost like it. Undefined if there is none, because a far-fetched guess misleads.
 */
export function nearest(got: string, known: readonly string[]): string | undefined {
  // From outside anything may come.
  if (typeof got !== 'string' || got.length > TYPED_MAX) return undefined;
  const typed = got.toLowerCase();
  const containing = typed.length > 2 ? known.filter((name) => lower(name).includes(typed)) : [];
  if (containing.length > 0) return mostLike(typed, containing);
  const close = mostLike(typed, known);
  if (close !== undefined && slips(typed, lower(close)) <= slipsAllowed(typed)) return close;
  const words = wordsOf(typed);
  const sharing = known.filter((name) =>
    words.every((word) => wordsOf(lower(name)).includes(word)),
  );
  return words.length > 0 ? mostLike(typed, sharing) : undefined;
}

function lower(name: string): string {
  return name.toLowerCase();
}

function slipsAllowed(typed: string): number {
  return Math.max(1, Math.floor(typed.length / CHARACTERS_PER_SLIP));
}

/** The first of the names with the fewest slips. */
function mostLike(typed: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const name of names) {
    const count = slips(typed, lower(name));
    if (count < fewest) [best, fewest] = [name, count];
  }
  return best;
}

/** The number of missing, surplus or wrong letters. Two letters in the wrong order are one slip. */
function slips(typed: string, name: string): number {
  return isSwapped(typed, name) ? 1 : distance(typed, name);
}

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at < a.length - 1 && a.slice(0, at) + a[at + 1] + a[at] + a.slice(at + 2) === b;
}

/** `fork-inherits-mm-pasid` is four; numbers and single letters are none. */
function wordsOf(name: string): string[] {
  return name.match(/[a-z]{2,}/g) ?? [];
}
