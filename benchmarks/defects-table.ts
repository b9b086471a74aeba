import { readFileSync, writeFileSync } from 'node:fs';
import { measureDefect } from '../campaign/measure-defects.ts';
import type { Defect } from '../defects/defect.ts';
import { defects } from '../defects/index.ts';
import { rangesLegend, markdownTable } from '../campaign/defects-table.ts';

/**
 * `npm run defects:table` measures the catalogue with twenty seeds and writes the table into docs/defects.md. `npm run
 * defects:table -- v9- exec` measures only the defects whose id contains one of these texts; the other rows stay.
 */
const SEEDS = 20;
const file = 'docs/defects.md';
const [begin, end] = ['<!-- table: npm run defects:table -->\n', '<!-- end of table -->'];

const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);
const wanted = process.argv.slice(2);
const isWanted = ({ id }: Defect): boolean =>
  wanted.length === 0 || wanted.some((part) => id.includes(part));
const measures = defects.filter(isWanted).map((defect) => {
  process.stderr.write(`${defect.id}\n`);
  return measureDefect(defect, seeds, { budgetMs: 30_000, now: () => performance.now() });
});
const text = readFileSync(file, 'utf8');
const [before, rest] = text.split(begin) as [string, string];
const fresh = markdownTable(measures);
const known = rowsOf(rest.slice(0, rest.indexOf(end)));
const measured = rowsOf(fresh);
const rows = defects.flatMap(({ id }) => measured.get(id) ?? known.get(id) ?? []);
const table = `${[...headOf(fresh), ...rows].join('\n')}\n\nSeeds 1 to ${SEEDS}; ranges are ${rangesLegend}. Optimum and grade are the exhaustive search’s; the traces were\nshrunk without it.\n`;
writeFileSync(file, `${before}${begin}\n${table}\n${rest.slice(rest.indexOf(end))}`);

/** The heading of a table, and the line under it. */
function headOf(markdown: string): string[] {
  return markdown.split('\n').slice(0, 2);
}

/** Rows of a table by the id in their first cell. */
function rowsOf(markdown: string): Map<string, string> {
  return new Map(
    markdown
      .split('\n')
      .filter((row) => row.startsWith('| '))
      .map((row) => [row.split('|')[1]!.trim(), row]),
  );
}
