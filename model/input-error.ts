import { nearest } from './nearest.ts';
import { cut, shown } from './shown.ts';

/** The input cannot be used: one line that says what was given, and what was expected. */
export class InputError extends Error {}

/** The largest width of a list of names in a message. */
const LIST_MAX = 100;

/**
 * `unknown kernel "linx-5.17"; did you mean "linux-5.17"? (see: list kernels)`; without the guess if no
 * name is near.
 *
 * @param lists - the commands that list the names, if they are too many for a line
 */
export function unknownName(
  what: string,
  got: string,
  known: readonly string[],
  lists?: string,
): InputError {
  const close = nearest(got, known);
  const others = lists === undefined ? `known: ${listOf(known)}` : `see: ${lists}`;
  return new InputError(
    `unknown ${what} ${shown(got)}; ${close === undefined ? others : `did you mean ${shown(close)}? (${others})`}`,
  );
}

/** `; did you mean "x"?`; if no name is near, where to look: ` (see: list points)`, or nothing. */
export function guess(got: string, known: readonly string[], lists?: string): string {
  const close = nearest(got, known);
  if (close !== undefined) return `; did you mean ${shown(close)}?`;
  return lists === undefined ? '' : ` (see: ${lists})`;
}

/** As many names as fit into a line, and the number of the others. */
function listOf(names: readonly string[]): string {
  const all = names.join(', ');
  if (all.length <= LIST_MAX) return all;
  const first = cut(all, LIST_MAX).replace(/,[^,]*$/, '');
  return `${first} and ${names.length - first.split(', ').length} more`;
}
