import { describe, expect, it } from 'vitest';
import { difference } from './difference.ts';

describe('the difference of two states', () => {
  it('keeps what stays, and puts the two halves of a change together', () => {
    expect(difference(['p0: mm0', 'f0: open', 'd0: on'], ['p0: mm1', 'd0: on', 'd1: on'])).toEqual([
      '- p0: mm0',
      '+ p0: mm1',
      '- f0: open',
      '  d0: on',
      '+ d1: on',
    ]);
  });

  it('tells lines about the same thing apart', () => {
    expect(difference(['x: 1', 'x: 2'], ['x: 1'])).toEqual(['  x: 1', '- x: 2']);
  });

  it('is empty of signs when nothing changes, and empty when there is nothing', () => {
    expect(difference(['a: 1'], ['a: 1'])).toEqual(['  a: 1']);
    expect(difference([], [])).toEqual([]);
  });
});
