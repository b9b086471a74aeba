import { describe, expect, it } from 'vitest';
import { unknownName } from './input-error.ts';
import { nearest } from './nearest.ts';

const kernels = [
  'reference',
  'linux-5.17',
  'linux-5.18-rc1',
  'linux-5.18',
  'fork-inherits-mm-pasid',
];

describe('the name that was meant', () => {
  it.each([
    ['linx-5.17', 'linux-5.17', 'a letter is missing'],
    ['linux-5.71', 'linux-5.17', 'two stand the wrong way round'],
    ['Reference', 'reference', 'letters are large'],
    ['5.18-rc1', 'linux-5.18-rc1', 'a part came'],
    ['refernse', 'reference', 'two slips in a long name'],
    ['fork-pasid', 'fork-inherits-mm-pasid', 'some of its words came'],
    ['linux-5.18rc1', 'linux-5.18-rc1', 'a dash is missing'],
  ])('%s: %s, %s', (got, meant) => {
    expect(nearest(got, kernels)).toBe(meant);
  });

  it.each(['banana', 'pdf', 'x', '', 'fork-bomb', 'linux-5.18'.repeat(20), 'l'.repeat(1e6)])(
    'is not guessed from %.12s',
    (got) => {
      expect(nearest(got, kernels)).toBe(undefined);
    },
  );

  it('is the nearest of several', () => {
    expect(nearest('sva-tin', ['sva', 'sva-tiny-keep-on-exec', 'sva-tiny'])).toBe('sva-tiny');
    expect(nearest('opne', ['open', 'one'])).toBe('open');
  });

  it('is one of few letters only after a single slip', () => {
    expect(nearest('gq', ['gp', 'work'])).toBe('gp');
    expect(nearest('fool', ['fork'])).toBe(undefined);
  });
});

describe('the message about an unknown name', () => {
  it('guesses if a name is near, and says where to look', () => {
    expect(message('linx-5.17', kernels, 'list kernels')).toBe(
      'unknown kernel "linx-5.17"; did you mean "linux-5.17"? (see: list kernels)',
    );
  });

  it('only says where to look if none is', () => {
    expect(message('banana', kernels, 'list kernels')).toBe(
      'unknown kernel "banana"; see: list kernels',
    );
    expect(message('banana', ['a', 'b'])).toBe('unknown kernel "banana"; known: a, b');
  });

  it('stays short, whatever came and however many there are', () => {
    const many = Array.from({ length: 100 }, (_, i) => `weakening-${i}`);
    expect(message('x'.repeat(1e5), many)).toBe(
      `unknown kernel "${'x'.repeat(56)}...; known: ${many.slice(0, 7).join(', ')} and 93 more`,
    );
  });
});

function message(got: string, known: readonly string[], lists?: string): string {
  return unknownName('kernel', got, known, lists).message;
}
