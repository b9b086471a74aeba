import { describe, expect, it } from 'vitest';
import { type Case, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { mergeAndDrop } from './merge-and-drop.ts';

describe('merge and drop', () => {
  it('leaves out the close that handed over between two processes', () => {
    const lastClose: Case = {
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'close p0 f0', 'close p1 f0'],
      law: (c, s) => c.kind === 'close' && s.processes.filter((p) => p.fds !== 0).length === 1,
    };
    expect(shrunkBy([mergeAndDrop], lastClose)).toEqual(['open p0 d0 -> f0', 'close p0 f0']);
  });

  it('merges two names and leaves out one more command, the latest first', () => {
    expect(
      proposals(mergeAndDrop, 'open p0 d0 -> f0', 'fork p0 -> p1', 'close p0 f0', 'close p1 f0'),
    ).toEqual([
      // p1 for p0: not possible, so it comes to nothing
      'open p1 d0 -> f0; fork p1 -> p1; close p1 f0',
      'open p1 d0 -> f0; fork p1 -> p1; close p1 f0',
      'open p1 d0 -> f0; close p1 f0; close p1 f0',
      'fork p1 -> p1; close p1 f0; close p1 f0',
      // p0 for p1
      'open p0 d0 -> f0; close p0 f0',
      'open p0 d0 -> f0; close p0 f0',
      'close p0 f0; close p0 f0',
    ]);
  });

  it('is the only one to undo a handing over that the rest depends on', () => {
    const aloneWithBothRegions: Case = {
      trace: [
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'exit p0',
        'mmap p1 f0 mmio',
        'mmap p1 f0 dus',
        'start p1 f0',
        'putq p1 f0',
      ],
      law: (c, s, ran) =>
        c.kind === 'putq' &&
        ran.some((line) => line.startsWith('start')) &&
        s.processes.filter((p) => p.live !== 0).length === 1 &&
        s.mappings.filter((m) => m.live !== 0).length === 2,
    };
    expect(shrunkBy([mergeAndDrop], aloneWithBothRegions)).toEqual([
      'open p0 d0 -> f0',
      'mmap p0 f0 mmio',
      'mmap p0 f0 dus',
      'start p0 f0',
      'putq p0 f0',
    ]);
    expect(shrunkWithout(mergeAndDrop, aloneWithBothRegions)).toEqual([
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'mmap p1 f0 mmio',
      'mmap p1 f0 dus',
      'start p0 f0',
      'exit p0',
      'putq p1 f0',
    ]);
  });
});
