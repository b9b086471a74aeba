import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/defects.md', 'utf8');
/** The cells of the first table, by row. */
const rows = page
  .slice(page.indexOf('<!-- table'))
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells.length === 13 && /^[a-z]/.test(cells[1]!));

const inWords = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

describe('the page with the measured catalogue', () => {
  it('says below the table which optima are not proven', () => {
    const unproven = rows.filter((cells) => cells[9] === 'not proven').map((cells) => cells[1]!);
    const [, said, names] = /(\w+) optima are _not proven_\. For([^]*?)\n\n/.exec(page)!;
    expect(said).toBe(inWords[unproven.length]);
    const named = [...names!.matchAll(/`([\w-]+)`/g)].map((match) => match[1]!);
    expect(new Set(named)).toEqual(new Set(unproven));
  });
});
