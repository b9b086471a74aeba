import { describe, expect, it } from 'vitest';
import { cut, shown } from './shown.ts';

describe('a value in a message', () => {
  it.each<[unknown, string]>([
    [undefined, 'missing'],
    [null, 'null'],
    [1e9, '1000000000'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [[], '[]'],
    [{}, '{}'],
    [['tce', 'tce'], '["tce","tce"]'],
    [{ kind: 'open', deep: [1, { a: true }] }, '{"kind":"open","deep":[1,{"a":true}]}'],
    [[[[[[]]]]], '[[[[...]]]]'],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9], '[1,2,3,4,5,6,7,8,...]'],
  ])('%j is %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it('is cut, however long it is', () => {
    expect(shown('x'.repeat(1e7))).toBe(`"${'x'.repeat(56)}...`);
    expect(shown(Array.from({ length: 1e5 }, () => 'x'.repeat(100)))).toHaveLength(60);
  });

  it('is no trouble, however deep it is', () => {
    const depth = 50_000;
    const deep: unknown = JSON.parse('{"a":['.repeat(depth) + ']}'.repeat(depth));
    expect(shown(deep)).toBe('{"a":[{"a":[...]}]}');
  });
});

describe('a text that is cut', () => {
  it('stays whole up to the length', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdefg', 6)).toBe('abc...');
  });
});
