import { describe, expect, it } from 'vitest';
import {
  type ShrinkingCase,
  proposals,
  shrunkBy,
  shrunkWithout,
  times,
} from '../../testing/shrinking.ts';
import { findWorld } from '../../model/worlds.ts';
import { mergeAndReplace } from './merge-and-replace.ts';

const gps = (count: number) => Array.from({ length: count }, () => 'gp');

describe('merge and replace', () => {
  it('is the only one to let one process do with a command of its own what an exit did', () => {
    const mapsAgain: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'mmap p0 f0 mmio', 'exit p0', 'mmap p1 f0 mmio'],
      law: (c, s, ran) =>
        c.kind === 'mmap' && times(ran, 'mmap') === 2 && s.sva.mappings.every((m) => m.live === 0),
    };
    expect(shrunkBy([mergeAndReplace], mapsAgain)).toEqual([
      'open p0 d0 -> f0',
      'mmap p0 f0 mmio',
      'munmap p0 f0 mmio',
      'mmap p0 f0 mmio',
    ]);
    expect(shrunkWithout(mergeAndReplace, mapsAgain)).toEqual(mapsAgain.trace);
  });

  it('merges two names and replaces one command by any that is about the same and makes sense', () => {
    expect(proposals(mergeAndReplace, 'fork p0 -> p1', 'open p1 d0 -> f0', 'putq p1 f0')).toEqual([
      'open p0 d0 -> f0; putq p0 f0', // nothing else makes a file for putq
      'open p0 d0 -> f0; open p0 d0 -> f1', // and instead of putq
      'open p0 d0 -> f0; close p0 f0',
      'open p0 d0 -> f0; fork p0 -> p1',
      'open p0 d0 -> f0; exit p0',
      'open p0 d0 -> f0; exec p0',
      'open p0 d0 -> f0; mmap p0 f0 mmio',
      'open p0 d0 -> f0; mmap p0 f0 dus',
      'open p0 d0 -> f0; start p0 f0',
      'open p0 d0 -> f0; bind p0 f0 -> h0',
      'open p0 d0 -> f0; alloc -> n0',
      'open p0 d0 -> f0; touch p0 f0 mmio',
      'open p0 d0 -> f0; touch p0 f0 dus',
      'open p0 d0 -> f0; putq p0 f0',
      'open p0 d0 -> f0; clone p0 -> p1',
      'open p0 d0 -> f1; open p0 d0 -> f0; putq p0 f0', // and instead of fork
      'fork p0 -> p1; open p0 d0 -> f0; putq p0 f0',
      'exec p0; open p0 d0 -> f0; putq p0 f0',
      'alloc -> n0; open p0 d0 -> f0; putq p0 f0',
      'clone p0 -> p1; open p0 d0 -> f0; putq p0 f0',
    ]);
  });

  it('puts another command in the place of the one that made the second name, too', () => {
    const bothMemories: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d0 -> f1'],
      law: (c, s) => c.kind === 'open' && s.made > 1 && s.sva.handles.some((h) => h.live !== 0),
      world: findWorld('sva-keep-on-exec'),
    };
    expect(shrunkBy([mergeAndReplace], bothMemories)).toEqual([
      'open p0 d0 -> f0',
      'exec p0',
      'open p0 d0 -> f1',
    ]);
  });

  it('leaves traces of more than ten commands alone', () => {
    expect(proposals(mergeAndReplace, 'fork p0 -> p1', 'exec p1', ...gps(8))).not.toEqual([]);
    expect(proposals(mergeAndReplace, 'fork p0 -> p1', 'exec p1', ...gps(9))).toEqual([]);
  });
});
