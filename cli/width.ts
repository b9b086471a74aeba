/** The range of the width: in fewer columns no table is readable. */
export const WIDTH_MIN = 40;
export const WIDTH_MAX = 1000;
/** In a file, a pipe or a mail. */
const ORDINARY = 80;
/** Longer lines are hard to read, even on a wide terminal. */
const TERMINAL_MAX = 100;

/**
 * The default width: COLUMNS, if it makes sense; otherwise the width of the terminal, up to 100; 80 without a
 * terminal.
 */
export function widthOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  said: string | undefined,
): number {
  const columns = /^[1-9]\d{0,5}$/.test(said ?? '') ? Number(said) : undefined;
  if (columns !== undefined) return between(columns, WIDTH_MAX);
  return stream.isTTY === true ? between(stream.columns ?? ORDINARY, TERMINAL_MAX) : ORDINARY;
}

function between(columns: number, max: number): number {
  return Math.max(WIDTH_MIN, Math.min(columns, max));
}
