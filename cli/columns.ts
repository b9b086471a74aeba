import { beside, wrap } from '../reports/wrap.ts';

/** The cells of each line: names first, the meaning last. */
export type Rows = readonly (readonly string[])[];

const GAP = '  ';
/** The smallest width of the last cell. */
const LAST_MIN = 36;

/** A cell with the codes of its colour, which take no width. */
export type PaintCell = (cell: string) => string;

/**
 * Rows in columns. The last cell of each row wraps under itself. If the other cells leave too little room
 * for it, it is printed below them.
 *
 * @param width - the largest number of columns of a line
 * @param paint - how the cells before the last are coloured
 */
export function columns(rows: Rows, width: number, paint: PaintCell = (cell) => cell): string {
  const others = rows[0]!.slice(0, -1).map((_, i) => Math.max(...rows.map((r) => r[i]!.length)));
  const taken = others.reduce((sum, w) => sum + w + GAP.length, 0);
  const lines =
    width - taken >= LAST_MIN || others.length === 0
      ? rows.flatMap((row) => table(row, others, width, paint))
      : rows.flatMap((row) => stacked(row, width));
  return lines.map((line) => `${line}\n`).join('');
}

function table(
  row: readonly string[],
  others: readonly number[],
  width: number,
  paint: PaintCell,
): string[] {
  const label = (painted: PaintCell): string =>
    others.map((w, i) => painted(row[i]!) + ' '.repeat(w - row[i]!.length) + GAP).join('');
  const plain = label((cell) => cell);
  const [first = plain, ...further] = beside(plain, row.at(-1)!, width);
  return [label(paint) + first.slice(plain.length), ...further];
}

function stacked(row: readonly string[], width: number): string[] {
  const [name = '', ...about] = row.slice(0, -1);
  const head = beside(name + GAP, about.join('; '), width);
  return [...head, ...wrap(row.at(-1)!, width - 4).map((line) => `    ${line}`)];
}
