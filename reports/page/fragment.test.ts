import { expect, it } from 'vitest';
import { fragmentOf, traceInFragment } from './fragment.ts';

it.each([
  'linux-5.18+pasidFreeAt=mmput   world sva,processes=2\nopen p0 d0 -> f0 [stops at a: b & c]\n',
  'world sva\nexit p0   # “why?” 100 %',
])('the fragment of an address holds a trace: %s', (text) => {
  const lines = text.trim().replaceAll(/ {2,}/g, ' ');
  expect(fragmentOf(text)).toMatch(/^#trace=[^\s#]*$/);
  expect(traceInFragment(fragmentOf(text))).toBe(lines);
});

it('a fragment without a trace, or a damaged one, holds none', () => {
  expect(traceInFragment('')).toBeUndefined();
  expect(traceInFragment('#change')).toBeUndefined();
  expect(traceInFragment('#trace=%E0%A4%A')).toBeUndefined();
});
