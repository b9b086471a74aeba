import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { elsewhere, runCli } from '../testing/cli.ts';
import { orShipped } from './shipped.ts';

const file = 'corpus/scenario-both.json';

describe('the corpus of the package', () => {
  it('is meant where the working directory has none', () => {
    const whole = ['corpus', file].map((path) => resolve(path));
    expect(elsewhere(() => ['corpus', file].map((path) => resolve(orShipped(path))))).toEqual(
      whole,
    );
    expect(elsewhere(() => runCli('replay', file)).out).toMatch(
      /scenario-both.json on .*: no law is/,
    );
  });

  it('is not meant by a file that is there, nor by any other', () => {
    expect(orShipped(file)).toBe(file);
    for (const path of ['corpus/none.json', 'package.json', 'corpora', '../corpus', ''])
      expect(elsewhere(() => orShipped(path))).toBe(path);
  });
});

describe('the version', () => {
  it('is that of package.json', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(runCli('--version')).toMatchObject({ code: 0, out: `${version}\n` });
  });
});
