import { describe, expect, it } from 'vitest';
import { checkFits, type Feature, features, firstWorld, fits } from './feature.ts';
import { findWorld, worlds } from './worlds.ts';

const kernel = (...has: readonly Feature[]) => ({ name: 'k', has });
const [old, passThrough, all] = [kernel('sva'), kernel('vfio'), kernel(...features)];

describe('a kernel and a world', () => {
  it.each<[string, readonly Feature[]]>([
    ['sva', ['sva']],
    ['sva-group', ['sva']],
    ['vfio-passthrough', ['vfio']],
    ['vfio-tiny', ['vfio', 'mdev']],
    ['vfio-pinning', ['vfio', 'mdev']],
    ['both', ['sva', 'vfio', 'mdev']],
  ])('%s: go together if the kernel has %j', (name, needs) => {
    const world = findWorld(name);
    expect(fits(kernel(...needs), world)).toBe(true);
    for (const need of needs)
      expect(fits(kernel(...features.filter((f) => f !== need)), world)).toBe(false);
  });

  it('that do not: it is said what is missing, and which world would do', () => {
    expect(() => checkFits(old, findWorld('vfio-passthrough'))).toThrow(
      'k has no VFIO here: use a world without it, such as sva',
    );
    expect(() => checkFits(passThrough, findWorld('vfio'))).toThrow(
      'k has no mediated devices here: use a world without them, such as vfio-passthrough',
    );
    expect(() => checkFits(passThrough, findWorld('sva'))).toThrow('k has no SVA here');
    expect(() => checkFits(all, findWorld('both'))).not.toThrow();
  });
});

describe('the first world of a kernel', () => {
  it('is the first in the list that it fits, unless another is preferred', () => {
    expect(firstWorld(all)).toBe(worlds[0]);
    expect(firstWorld(passThrough).name).toBe('vfio-passthrough');
    const small = ['sva-small', 'vfio-tiny', 'vfio-passthrough'].map(findWorld);
    expect(firstWorld(all, small).name).toBe('sva-small');
    expect(firstWorld(kernel('vfio', 'mdev'), small).name).toBe('vfio-tiny');
    expect(firstWorld(passThrough, small).name).toBe('vfio-passthrough');
  });

  it('has to be one', () => {
    expect(() => firstWorld(kernel())).toThrow('k fits no named world');
  });
});
