import { describe, expect, it } from 'vitest';
import {
  type ShrinkingCase,
  includes,
  proposals,
  shrunkBy,
  shrunkWithout,
} from '../../testing/shrinking.ts';
import { mergeAndDrop } from './merge-and-drop.ts';

describe('merge and drop', () => {
  it('leaves out the close that handed over between two processes', () => {
    const lastClose: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'close p0 f0', 'close p1 f0'],
      law: (c, s) =>
        c.kind === 'close' && s.processes.filter((p) => s.sva.openFiles(p) !== 0).length === 1,
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

  it('is the only one to undo a handing over that much of the rest depends on', () => {
    const aloneDidAll: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', ...deeds('p1')],
      law: (_c, s, ran) =>
        s.processes.filter((p) => p.live !== 0).length === 1 &&
        (includes(ran, deeds('p0')) || includes(ran, deeds('p1'))),
    };
    expect(shrunkBy([mergeAndDrop], aloneDidAll)).toEqual(['open p0 d0 -> f0', ...deeds('p0')]);
    expect(shrunkWithout(mergeAndDrop, aloneDidAll)).toEqual(aloneDidAll.trace);
  });
});

/** What one process does with the file, all of which is needed. */
function deeds(process: string): string[] {
  return [
    `mmap ${process} f0 mmio`,
    `mmap ${process} f0 dus`,
    `touch ${process} f0 mmio`,
    `touch ${process} f0 dus`,
    `mremap ${process} f0 dus`,
    `start ${process} f0`,
    'dma f0',
    `putq ${process} f0`,
  ];
}
