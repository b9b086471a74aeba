import { readFileSync } from 'node:fs';
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
  it('fails nothing on the reference, and says that so few traces prove little', () => {
    const junit = fresh('reference.xml');
    const { code, err } = check('reference', 5, '--junit', junit, '--annotations');
    expect(code).toBe(0);
    expect(readFileSync(junit, 'utf8')).toMatch(/failures="0" skipped="1"/);
    expect(err).toMatch(/^::warning title=reference in sva-tiny%3A proves little::/m);
  });

  it.each(['--summary', '--junit'])(
    'complains of a file that cannot be written before it searches: %s',
    (option) => {
      const { code, out, err } = check('reference', 1, option, 'package.json/x');
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(
        new RegExp(
          `^pasidcheck: ${option}: cannot write "package.json/x" \\(\\w+\\); expected`,
          'm',
        ),
      );
      expect(check('reference', 1, option, 'docs')).toMatchObject({ code: 2, out: '' });
    },
  );
});
