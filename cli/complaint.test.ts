import { describe, expect, it } from 'vitest';
import { complaint } from './complaint.ts';

describe('a complaint', () => {
  it('is one line', () => {
    expect(complaint('error: unknown option\n(Did you mean --x?)')).toBe(
      'pasidcheck: unknown option (Did you mean --x?)',
    );
  });

  it('obeys nobody, and steers no terminal', () => {
    expect(complaint('a\u001B[2J\u202Eb\u2028c\uD800')).toBe('pasidcheck: a?[2J?b?c?');
  });

  it('keeps both ends of a word that is too long', () => {
    expect(complaint(`/a${'/x'.repeat(1000)}/trace.txt: line 3: no`)).toMatch(
      /^pasidcheck: \/a\/x.{44}\.\.\..*\/x\/trace.txt: line 3: no$/,
    );
  });

  it('is three lines of 200 characters at most, whatever came', () => {
    for (const message of ['x'.repeat(1e6), 'so '.repeat(1e5), 'a\n'.repeat(1e5)]) {
      const lines = complaint(message).split('\n');
      expect(lines.length).toBeLessThanOrEqual(3);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(200);
    }
  });
});
