import { describe, expect, it } from 'vitest';
import { beside, fold, wrap } from './wrap.ts';

describe('a text in lines', () => {
  it('is broken at spaces, and a word that is too long anywhere', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('one twothreefour', 8)).toEqual(['one', 'twothree', 'four']);
    expect(wrap('', 8)).toEqual([]);
  });

  it('stands beside its label', () => {
    expect(beside('label ', 'one two three', 13)).toEqual(['label one two', '      three']);
  });
});

describe('lines that are folded', () => {
  const width = 50;

  it('stay as they are if they fit, and so do empty ones', () => {
    const text = 'a line\n\n  another one\n';
    expect(fold(text, width)).toBe(text);
  });

  it('go on a little further in', () => {
    const words = Array.from({ length: 12 }, (_, i) => `word${i}`).join(' ');
    expect(fold(`  ${words}\n`, width).split('\n')).toEqual([
      '  word0 word1 word2 word3 word4 word5 word6',
      '    word7 word8 word9 word10 word11',
      '',
    ]);
  });

  it('go on under their last column, if there is room', () => {
    expect(
      fold('holds   linux-5.18  a rather long story of what there is', width).split('\n'),
    ).toEqual(['holds   linux-5.18  a rather long story of what', '                    there is']);
    expect(fold(`${'x'.repeat(40)}  a rather long story`, width).split('\n')).toEqual([
      `${'x'.repeat(40)} a`,
      '  rather long story',
    ]);
  });

  it('are broken as a shell wants it, if they are commands', () => {
    expect(
      fold('  npx it replay findings/no-reuse-while-referenced-1.json --json', width, 'npx it'),
    ).toBe('  npx it replay \\\n    findings/no-reuse-while-referenced-1.json \\\n    --json');
    expect(fold('  npx it check     random traces against one kernel', 45, 'npx it')).toBe(
      '  npx it check     random traces against one\n                   kernel',
    );
  });

  it('breaks no name of a file in a shell command, also if it is longer than a line', () => {
    const file = `findings/${'a'.repeat(40)}.json`;
    expect(fold(`  npx it certify ${file}`, 30, 'npx it')).toBe(`  npx it certify \\\n    ${file}`);
  });

  it('stay as they are in colour', () => {
    const text = `\u001B[31m${'red '.repeat(30)}\u001B[39m`;
    expect(fold(text, width)).toBe(text);
  });
});
