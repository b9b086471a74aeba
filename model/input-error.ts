import { nearest } from './nearest.ts';

/** The caller gave something that cannot be used: one line that says what, and what was expected. */
export class InputError extends Error {}

/** "unknown kernel "linx-5.17"; did you mean "linux-5.17"? (known: ...)" */
export function unknownName(what: string, got: string, known: readonly string[]): InputError {
  const close = nearest(got, known);
  return new InputError(
    `unknown ${what} ${JSON.stringify(got)}; did you mean ${JSON.stringify(close)}? (known: ${known.join(', ')})`,
  );
}
