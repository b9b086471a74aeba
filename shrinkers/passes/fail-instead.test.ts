import { describe, expect, it } from 'vitest';
import { type ShrinkingCase, proposals, shrunkBy, traceOf } from '../../testing/shrinking.ts';
import { failInstead } from './fail-instead.ts';
import { passes, passesWithFaults } from './index.ts';
import { specification } from '../../properties/linux.ts';

const refusedOpen: ShrinkingCase = {
  trace: ['alloc -> n0', 'alloc -> n1', 'open p0 d0 -> f0'],
  law: (c, _s, ran) => c.kind === 'open' && (ran.length > 2 || c.fails === 4),
};

describe('fail instead', () => {
  it('puts one failing allocation in the place of what uses everything up', () => {
    expect(shrunkBy([failInstead], refusedOpen)).toEqual(['open p0 d0 -> f0 [allocation 4 fails]']);
  });

  it('leaves out as much as it can at first', () => {
    expect(proposals(failInstead, 'alloc -> n0', 'open p0 d0 -> f0')[0]).toBe(
      'open p0 d0 -> f0 [allocation 1 fails]',
    );
  });

  it('lets only commands fail that make something', () => {
    const lines = proposals(failInstead, 'open p0 d0 -> f0', 'close p0 f0', 'exit p0');
    expect(lines.filter((line) => /close p0 f0 \[|exit p0 \[/.test(line))).toEqual([]);
  });

  it('belongs to searches in which allocations fail, and to no other', () => {
    expect(passes).not.toContain(failInstead);
    expect(passesWithFaults).toContain(failInstead);
    for (const pass of passes)
      for (const candidate of pass.candidates(traceOf(refusedOpen.trace), specification))
        expect(candidate.steps.every((c) => c.fails === undefined)).toBe(true);
  });
});
