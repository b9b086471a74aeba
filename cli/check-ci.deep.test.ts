import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli, workplace } from '../testing/cli.ts';

const { fresh } = workplace();
const check = (kernel: string, runs: number, ...more: string[]) =>
  runCli(
    'check',
    '--kernel',
    kernel,
    '--world',
    'sva-tiny',
    '--runs',
    String(runs),
    '--seed',
    '1',
    '--law',
    'no-reuse-while-referenced',
    '--out',
    fresh('found'),
    ...more,
  );

describe('check, for the machinery around a repository', () => {
  it('writes JUnit, appends a summary, and annotates on standard error', () => {
    const [junit, summary] = [fresh('junit.xml'), fresh('summary.md')];
    writeFileSync(summary, 'before\n');
    const told = ['--junit', junit, '--summary', summary, '--annotations', '--json'];
    const { code, out, err } = check('linux-5.18-rc1', 20, ...told);
    expect(code).toBe(1);
    expect(readFileSync(junit, 'utf8')).toContain(
      'name="no-reuse-while-referenced">\n      <failure ',
    );
    expect(readFileSync(summary, 'utf8')).toMatch(
      /^before\n## linux-5\.18-rc1 in sva-tiny: violated\n/,
    );
    expect(err).toMatch(/^::error file=.*,title=linux-5\.18-rc1%3A no-reuse-while-referenced::/m);
    // Standard output stays what it is.
    for (const line of out.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('kind');
  });
});
