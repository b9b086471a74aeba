import { nearest } from './nearest.ts';

/** The caller gave something that cannot be used: one line that says what, and what was expected. */
export class InputError extends Error {}

/**
 * "unknown kernel "linx-5.17"; did you mean "linux-5.17"? (known: ...)"
 *
 * @param lists - the commands that list them, where they are too many for a line
 */
export function unknownName(
  what: string,
  got: string,
  known: readonly string[],
  lists?: string,
): InputError {
  const close = nearest(got, known);
  const others = lists === undefined ? `known: ${known.join(', ')}` : `see: ${lists}`;
  return new InputError(
    `unknown ${what} ${JSON.stringify(got)}; did you mean ${JSON.stringify(close)}? (${others})`,
  );
}
