import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findStored } from './places.ts';

const root = mkdtempSync(join(tmpdir(), 'pasidcheck-places-'));
afterAll(() => rmSync(root, { recursive: true }));
const [findings, corpus] = ['findings', 'corpus'].map((name) => join(root, name)) as [
  string,
  string,
];
mkdirSync(findings);
mkdirSync(corpus);
const put = (folder: string, name: string): string => {
  const file = join(folder, name);
  writeFileSync(file, '{}');
  return file;
};
const find = (name: string): string => findStored(name, [findings, corpus]);

describe('a stored trace', () => {
  it('is found where its path says, with or without .json', () => {
    const file = put(root, 'elsewhere.json');
    expect(find(file)).toBe(file);
    expect(find(join(root, 'elsewhere'))).toBe(file);
  });

  it('is found by its name among the findings and in the corpus, with or without .json', () => {
    const found = put(findings, 'liveness-1.json');
    const kept = put(corpus, 'isolation-2.json');
    for (const name of ['liveness-1', 'liveness-1.json']) expect(find(name)).toBe(found);
    for (const name of ['isolation-2', 'isolation-2.json']) expect(find(name)).toBe(kept);
  });

  it('is taken from the findings where both have it', () => {
    const found = put(findings, 'both.json');
    put(corpus, 'both.json');
    expect(find('both')).toBe(found);
  });

  it('may be a folder as well', () => {
    expect(find(corpus)).toBe(corpus);
  });

  it('is what its path says, too, if nothing is there, so that its reader says why', () => {
    for (const path of ['/nowhere/x.json', 'nowhere/x.json', '']) expect(find(path)).toBe(path);
  });

  it('is not guessed: a name that no folder has gets one line with the nearest', () => {
    expect(() => find('livenes-1.json')).toThrow(
      /^cannot read "livenes-1.json" \(ENOENT\); expected a stored trace, here or in .*findings\/ or .*corpus\/; did you mean "liveness-1.json"\?$/,
    );
  });

  it('has no nearest where none is near', () => {
    expect(() => find('something-else-entirely')).toThrow(/corpus\/$/);
  });

  it('has no nearest where there is none at all', () => {
    const none = join(root, 'none');
    expect(() => findStored('x', [none])).toThrow(/here or in \S*none\/$/);
  });
});
