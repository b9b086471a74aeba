import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli, workplace } from '../testing/cli.ts';

const { fresh } = workplace();
const check = (kernel: string, ...more: string[]) =>
  runCli(
    'check',
    '--kernel',
    kernel,
    '--world',
    'sva-tiny',
    '--runs',
    '30',
    '--seed',
    '1',
    '--out',
    fresh('found'),
    ...more,
  );

describe('check, for the machinery around a repository', () => {
  it('writes JUnit with a failure for each broken law, and appends a summary', () => {
    const [junit, summary] = [fresh('junit.xml'), fresh('summary.md')];
    writeFileSync(summary, 'before\n');
    const { code } = check('linux-5.18-rc1', '--junit', junit, '--summary', summary);
    expect(code).toBe(1);
    expect(readFileSync(junit, 'utf8')).toContain(
      'name="no-reuse-while-referenced">\n      <failure ',
    );
    expect(readFileSync(summary, 'utf8')).toMatch(
      /^before\n## linux-5\.18-rc1 in sva-tiny: violated\n/,
    );
  });

  it('annotates on standard error, so that standard output stays what it is', () => {
    const { out, err } = check('linux-5.18-rc1', '--annotations', '--json');
    expect(err).toMatch(/^::error file=.*,title=linux-5\.18-rc1%3A no-reuse-while-referenced::/m);
    for (const line of out.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('kind');
  });

  it('fails nothing on the reference, and says that so few traces prove little', () => {
    const junit = fresh('reference.xml');
    const { code, err } = check('reference', '--junit', junit, '--annotations');
    expect(code).toBe(0);
    expect(readFileSync(junit, 'utf8')).toMatch(/failures="0" skipped="1"/);
    expect(err).toMatch(/^::warning title=reference in sva-tiny%3A proves little::/m);
  });

  it('complains of a file that cannot be written', () => {
    expect(check('reference', '--summary', 'package.json/x')).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /--summary: cannot write "package.json\/x" \(\w+\); expected a file/,
      ) as string,
    });
  });
});
