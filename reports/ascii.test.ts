import { describe, expect, it } from 'vitest';
import { inAscii, inAsciiJson } from './ascii.ts';

describe('text in ASCII', () => {
  it.each([
    ['d0’s “entry” ‘1’', "d0's \"entry\" '1'"],
    ['a – b — c − d', 'a - b - c - d'],
    ['mm0 → mm1, ≤ 2 … × 3', 'mm0 -> mm1, <= 2 ... x 3'],
    ['│ ├─ ┴', '| +- +'],
    ['Zoë\u00A0Ångström', 'Zoe Angstrom'],
    ['日本 🙂', '?? ?'],
    ['plain: ~{|}\n\t', 'plain: ~{|}\n\t'],
  ])('%s', (text, plain) => {
    expect(inAscii(text)).toBe(plain);
  });

  it('is as wide as it was, quotes and dashes at least', () => {
    const text = '“what’s” – that — ‘this’ │';
    expect(inAscii(text)).toHaveLength(text.length);
  });
});

describe('JSON in ASCII', () => {
  it('says the same', () => {
    const data = { place: { clause: 'd0’s “entry” → 🙂' } };
    const text = inAsciiJson(JSON.stringify(data));
    expect(text).toMatch(/^[\0-\x7F]*$/);
    expect(JSON.parse(text)).toEqual(data);
  });
});
