import { describe, expect, it } from 'vitest';
import { drawFrom } from './arbitrary.ts';
import { type RandomStream, stream } from './randomness.ts';

const draws = (of: RandomStream, count = 8) => Array.from({ length: count }, () => of.next());

describe('a stream', () => {
  it('is a function of its seed and its path', () => {
    expect(draws(stream(4711, 'traces'))).toEqual(draws(stream(4711, 'traces')));
  });

  it('differs from that of another seed, and of another name', () => {
    const [first] = [draws(stream(1, 'traces'))];
    expect(draws(stream(2, 'traces'))).not.toEqual(first);
    expect(draws(stream(1, 'faults'))).not.toEqual(first);
    expect(draws(stream(1, 'traces', 0))).not.toEqual(first);
  });

  it('is not that of another path with the same letters', () => {
    const paths = [['ab'], ['abab'], ['a', 'b'], ['a', 'bab'], ['ab', 'ab'], ['a/b'], ['1:a']];
    const all = paths.map((path) => draws(stream(1, ...path)).join());
    expect(new Set(all).size).toBe(paths.length);
    expect(draws(stream(11, 'a'))).not.toEqual(draws(stream(1, '1a')));
  });

  it('draws 32-bit signed integers of either sign', () => {
    const many = draws(stream(1, 'range'), 200);
    expect(many.every((n) => Number.isInteger(n) && Math.abs(n) <= 2 ** 31)).toBe(true);
    expect(many.some((n) => n > 2 ** 30)).toBe(true);
    expect(many.some((n) => n < -(2 ** 30))).toBe(true);
  });

  it('has a clone that continues like it, and apart from it', () => {
    const original = stream(1, 'clone');
    draws(original, 5);
    const clone = original.clone();
    expect(clone.getState()).toEqual(original.getState());
    const ahead = draws(clone);
    expect(draws(original)).toEqual(ahead);
    expect(draws(clone)).not.toEqual(ahead);
  });

  it('shows a state that changes with every draw', () => {
    const random = stream(1, 'state');
    const before = random.getState();
    random.next();
    expect(random.getState()).not.toEqual(before);
  });
});

describe('drawing from a stream as fast-check does', () => {
  it('keeps to the bounds, both of them included', () => {
    const random = drawFrom(stream(1, 'bounds'));
    const drawn = Array.from({ length: 200 }, () => random.nextInt(2, 4));
    expect([...new Set(drawn)].toSorted((a, b) => a - b)).toEqual([2, 3, 4]);
  });

  it('is as repeatable as the stream', () => {
    const [a, b] = [drawFrom(stream(1, 'same')), drawFrom(stream(1, 'same'))];
    for (let i = 0; i < 50; i++) expect(a.nextInt(0, 1000)).toBe(b.nextInt(0, 1000));
  });
});
