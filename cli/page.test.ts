import { describe, expect, it } from 'vitest';
import { expectOnPage, runCli, runOn } from '../testing/cli.ts';
import type { Console } from './console.ts';
import { listable } from './list.ts';
import { onPage, type PageOptions } from './page.ts';
import { widthOf } from './width.ts';

describe('the width of the output', () => {
  it.each<[string, Parameters<typeof widthOf>[0], string | undefined, number]>([
    ['80 in a file or a pipe', {}, undefined, 80],
    ['that of a terminal', { isTTY: true, columns: 72 }, undefined, 72],
    ['at most 100 on a terminal', { isTTY: true, columns: 240 }, undefined, 100],
    ['80 on a terminal that does not know', { isTTY: true }, undefined, 80],
    ['what COLUMNS says, also on a terminal', { isTTY: true, columns: 72 }, '120', 120],
    ['what COLUMNS says, also in a pipe', {}, '60', 60],
    ['no less than 40', {}, '5', 40],
    ['no more than 1000', {}, '99999', 1000],
    ['not what COLUMNS says if that is no number', {}, 'wide', 80],
    ['not what COLUMNS says if that is nothing', {}, '0', 80],
  ])('is %s', (_what, stream, said, width) => {
    expect(widthOf(stream, said)).toBe(width);
  });

  it.each([['39'], ['1001'], ['wide'], ['-1']])('is no %s', (width) => {
    const { code, err } = runCli('list', 'worlds', '--width', width);
    expect(err).toBe(`pasidcheck: --width ${width}: expected a whole number from 40 to 1,000\n`);
    expect(code).toBe(2);
  });
});

/** What is printed and noted of this. */
function printed(options: PageOptions, text: string): string {
  const all: string[] = [];
  const console = {
    width: 60,
    print: (t: string) => void all.push(t),
    note: (t: string) => void all.push(t),
  } as unknown as Console;
  onPage(options, console).print(text);
  return all.join('');
}

describe('on a page', () => {
  const long = `“${'so '.repeat(30)}”\n`;

  it('long lines are folded', () => {
    const lines = printed({ width: 40 }, long).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(printed({}, long).split('\n')[0]!.length).toBeGreaterThan(50);
  });

  it('quotes can be plain', () => {
    expect(printed({ ascii: true }, 'd0’s “entry”')).toBe('d0\'s "entry"');
    expect(printed({}, 'd0’s “entry”')).toBe('d0’s “entry”');
  });

  it.each<[string, PageOptions]>([
    ['JSON lines', { json: true }],
    ['a JSON report', { format: 'json' }],
    ['Markdown', { format: 'md' }],
    ['a Markdown table', { md: true }],
    ['a trace', { format: 'trace' }],
  ])('%s are not folded', (_what, options) => {
    expect(printed(options, long)).toBe(long);
  });

  it('JSON says the same in ASCII', () => {
    expect(printed({ json: true, ascii: true }, '{"a":"d0’s"}')).toBe('{"a":"d0\\u2019s"}');
  });
});

describe('whatever is printed keeps to 80 columns and to ASCII, if asked:', () => {
  const finding = 'corpus/pasid-uniqueness-c8fa983f7af7.json';
  it.each<[string, readonly string[]]>([
    ...listable.map((what): [string, string[]] => [`list ${what}`, ['list', what]]),
    ['replay of a finding', ['replay', finding]],
    ['replay of a trace that holds', ['replay', finding, '--kernel', 'reference']],
    ['replay of a folder', ['replay', 'corpus', '--kernel', 'linux-4.10']],
    ['a report', ['report', finding]],
    ['help of check', ['check', '--help']],
    ['help of replay', ['replay', '--help']],
  ])('%s', (_what, args) => {
    expectOnPage(runCli(...args, '--width', '80', '--ascii').out, 80);
  });

  it('help, which goes by the terminal', () => {
    expectOnPage(runOn({ width: 60 }, '--help').out, 60);
  });
});
