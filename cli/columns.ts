import { beside, wrap } from '../reports/wrap.ts';

/** The cells of each line: names first, the meaning last. */
export type Rows = readonly (readonly string[])[];

const GAP = '  ';
/** The smallest width of the last cell. */
const LAST_MIN = 36;

/**
 * Rows in columns. The last cell of each row wraps under itself. If the other cells leave too little room
 * for it, it is printed below them.
 *
 * @param width - the largest number of columns of a line
 */
export function columns(rows: Rows, width: number): string {
  const others = rows[0]!.slice(0, -1).map((_, i) => Math.max(...rows.map((r) => r[i]!.length)));
  const taken = others.reduce((sum, w) => sum + w + GAP.length, 0);
  const lines =
    width - taken >= LAST_MIN || others.length === 0
      ? rows.flatMap((row) => table(row, others, width))
      : rows.flatMap((row) => stacked(row, width));
  return lines.map((line) => `${line}\n`).join('');
}

function table(row: readonly string[], others: readonly number[], width: number): string[] {
  const label = others.map((w, i) => row[i]!.padEnd(w) + GAP).join('');
  return beside(label, row.at(-1)!, width);
}

function stacked(row: readonly string[], width: number): string[] {
  const [name = '', ...about] = row.slice(0, -1);
  const head = beside(name + GAP, about.join('; '), width);
  return [...head, ...wrap(row.at(-1)!, width - 4).map((line) => `    ${line}`)];
}
