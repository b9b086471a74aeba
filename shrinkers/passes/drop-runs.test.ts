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
} from '../../testing/shrinking.ts';
import { dropRuns } from './drop-runs.ts';

describe('drop runs', () => {
  it('leaves out what has nothing to do with the end', () => {
    const opensAndExits: ShrinkingCase = {
      trace: ['fork p0 -> p1', 'open p0 d0 -> f0', 'exit p0'],
      law: (_c, _s, ran) => includes(ran, ['open p0 d0 -> f0', 'exit p0']),
    };
    expect(shrunkBy([dropRuns], opensAndExits)).toEqual(['open p0 d0 -> f0', 'exit p0']);
  });

  it('deletes halves, then quarters, down to single commands, the latest first', () => {
    expect(proposals(dropRuns, 'open p0 d0 -> f0', 'gp', 'work', 'exit p0')).toEqual([
      'open p0 d0 -> f0; gp',
      'work; exit p0',
      'open p0 d0 -> f0; gp; work',
      'open p0 d0 -> f0; gp; exit p0',
      'open p0 d0 -> f0; work; exit p0',
      'gp; work; exit p0',
    ]);
  });

  it('proposes the empty trace for a single command, and nothing for none', () => {
    expect(proposals(dropRuns, 'gp')).toEqual(['']);
    expect(proposals(dropRuns)).toEqual([]);
  });

  it('is the only one to delete a single command from a long trace', () => {
    const needed = [...stepsBefore, ...everythingOnce];
    const oneTooMany: ShrinkingCase = {
      trace: [...stepsBefore, ...everythingAnd({ 2: 'mmap p0 f0 mmio' })],
      law: (_c, _s, ran) => includes(ran, needed),
    };
    expect(shrunkBy([dropRuns], oneTooMany)).toEqual(needed);
    expect(shrunkWithout(dropRuns, oneTooMany)).toEqual(oneTooMany.trace);
  });
});
