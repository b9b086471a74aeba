import { describe, expect, it } from 'vitest';
import { findWorld } from '../../worlds.ts';
import { after, Model } from '../../../testing/model.ts';

describe('free', () => {
  it('makes sense once for each PASID that a driver took', () => {
    expect(after().isPossible('free n0')).toBe(false);
    const taken = after('alloc -> n0');
    expect(taken.isPossible('free n0')).toBe(true);
    expect(taken.and('free n0').isPossible('free n0')).toBe(false);
  });

  it('has to succeed', () => {
    expect(after('alloc -> n0').admits('free n0')).toEqual(['success']);
  });

  it('gives the PASID back at once', () => {
    const one = new Model(findWorld('sva-one-pasid')).and('alloc -> n0');
    expect(one.admits('open p0 d0 -> f0')).toEqual(['ENOSPC']);
    expect(one.and('free n0').admits('open p0 d0 -> f0')).toEqual(['PASID 1']);
  });
});
