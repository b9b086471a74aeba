import { describe, expect, it } from 'vitest';
import {
  stepsBefore,
  type ShrinkingCase,
  everythingAnd,
  everythingOnce,
  includes,
  proposals,
  shrunkBy,
  shrunkWithout,
  times,
} from '../../testing/shrinking.ts';
import { dropPairs } from './drop-pairs.ts';

const gps = (count: number) => Array.from({ length: count }, () => 'gp');

describe('drop pairs', () => {
  it('leaves out two that only undo each other', () => {
    const opensAndExits: ShrinkingCase = {
      trace: ['hotplug d0 remove', 'hotplug d0 add', 'open p0 d0 -> f0', 'exit p0'],
      law: (_c, _s, ran) => includes(ran, ['open p0 d0 -> f0', 'exit p0']),
    };
    expect(shrunkBy([dropPairs], opensAndExits)).toEqual(['open p0 d0 -> f0', 'exit p0']);
  });

  it('deletes any two, adjacent or not, the latest first', () => {
    expect(proposals(dropPairs, 'open p0 d0 -> f0', 'gp', 'work')).toEqual([
      'open p0 d0 -> f0',
      'gp',
      'work',
    ]);
  });

  it('leaves long traces to the passes before it: it would propose too much', () => {
    expect(proposals(dropPairs, ...gps(24)).length).toBe((24 * 23) / 2);
    expect(proposals(dropPairs, ...gps(25))).toEqual([]);
  });

  it('is the only one to delete two that are far apart and must go together', () => {
    const needed = [...stepsBefore, ...everythingOnce];
    const asManyTouchesAsMaps: ShrinkingCase = {
      trace: [...stepsBefore, ...everythingAnd({ 2: 'mmap p0 f0 mmio', 5: 'touch p0 f0 mmio' })],
      law: (_c, _s, ran) =>
        includes(ran, needed) && times(ran, 'mmap p0 f0 mmio') === times(ran, 'touch p0 f0 mmio'),
    };
    expect(shrunkBy([dropPairs], asManyTouchesAsMaps)).toEqual(needed);
    expect(shrunkWithout(dropPairs, asManyTouchesAsMaps).length).toBe(needed.length + 2);
  });
});
