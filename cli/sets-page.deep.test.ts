import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runCli } from '../testing/cli.ts';
import { commandLinesIn } from '../testing/markdown.ts';

/** The rows of all tables of a text, without the rules and the widths of columns. */
const rowsOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.includes('---'))
    .map((line) => line.replaceAll(/ +/g, ' '));

it('the page about sets of PASIDs has the table that its command prints', () => {
  const page = readFileSync('docs/sets.md', 'utf8');
  const command = commandLinesIn(page).find((line) => line.startsWith('npx pasidcheck compare'))!;
  const { code, out } = runCli(...command.split(' ').slice(2));
  expect(code).toBe(0);
  const [, table] = page.split(/<!-- .*table.* -->/);
  expect(rowsOf(table!)).toEqual(rowsOf(out));
});
