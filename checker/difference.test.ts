import { describe, expect, it } from 'vitest';
import { differenceText } from '../reports/difference-text.ts';
import type { StateLine } from '../model/state-line.ts';
import { difference } from './difference.ts';

/** Each line is about what stands before its colon. */
function lines(all: readonly string[]): StateLine[] {
  return all.map((line) => ({ what: line.split(': ')[0]!, is: line.split(': ')[1]! }));
}

function told(before: readonly string[], after: readonly string[]): string[] {
  return difference(lines(before), lines(after)).map(differenceText);
}

describe('the difference of two states', () => {
  it('keeps what stays, and puts the two halves of a change together', () => {
    expect(told(['p0: mm0', 'f0: open', 'd0: on'], ['p0: mm1', 'd0: on', 'd1: on'])).toEqual([
      '- p0: mm0',
      '+ p0: mm1',
      '- f0: open',
      '  d0: on',
      '+ d1: on',
    ]);
  });

  it('tells lines about the same thing apart', () => {
    expect(told(['x: 1', 'x: 2'], ['x: 1'])).toEqual(['  x: 1', '- x: 2']);
  });

  it('is empty of signs when nothing changes, and empty when there is nothing', () => {
    expect(told(['a: 1'], ['a: 1'])).toEqual(['  a: 1']);
    expect(told([], [])).toEqual([]);
  });
});
