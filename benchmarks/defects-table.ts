import { readFileSync, writeFileSync } from 'node:fs';
import { measureDefect } from '../campaign/measure-defects.ts';
import { defects } from '../defects/index.ts';
import { legend, markdownTable } from '../campaign/defects-table.ts';

/**
 * `npm run defects:table`: measures the catalogue with twenty seeds and writes the table into
 * docs/defects.md, where it is the project’s own measure of itself.
 */
const SEEDS = 20;
const file = 'docs/defects.md';
const [begin, end] = ['<!-- table: npm run defects:table -->\n', '<!-- end of table -->'];

const seeds = Array.from({ length: SEEDS }, (_, i) => i + 1);
const measures = defects.map((defect) => {
  process.stderr.write(`${defect.id}\n`);
  return measureDefect(defect, seeds, { budgetMs: 30_000, now: () => performance.now() });
});
const text = readFileSync(file, 'utf8');
const [before, rest] = text.split(begin) as [string, string];
const table = `${markdownTable(measures)}\nSeeds 1 to ${SEEDS}; ranges are ${legend}. Optimum and grade are the exhaustive search’s; the traces were\nshrunk without it.\n`;
writeFileSync(file, `${before}${begin}\n${table}\n${rest.slice(rest.indexOf(end))}`);
