import { InputError } from '../../model/input-error.ts';
import { shown } from '../../model/shown.ts';

/** The form of a word that can be read back from the text of a trace. */
const WRITABLE = /^[A-Za-z0-9][\w.+/=-]*$/;
const WORD = 'a word of letters, digits and - _ . + / =';

/** Checks a word that stands in the text of a trace. @throws InputError one line */
export function checkWritable(where: string, word: unknown): void {
  if (typeof word !== 'string' || !WRITABLE.test(word))
    throw new InputError(`${where}: expected ${WORD}, got ${shown(word)}`);
}

/** @throws InputError for the first name that is declared twice */
export function checkOnce(where: string, what: string, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    throw new InputError(`${where}: ${what} ${shown(twice)} is declared twice; expected one`);
}

/** @throws InputError if the word is reserved */
export function checkFree(where: string, word: string, taken: readonly string[]): void {
  if (taken.includes(word))
    throw new InputError(
      `${where}: ${shown(word)} means something else there; expected another word than ${taken.join(', ')}`,
    );
}
