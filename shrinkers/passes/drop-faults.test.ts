import { describe, expect, it } from 'vitest';
import {
  type ShrinkingCase,
  everythingOnce,
  proposals,
  shrunkBy,
  shrunkWithout,
} from '../../testing/shrinking.ts';
import { dropFaults } from './drop-faults.ts';

const opens: ShrinkingCase = {
  trace: ['open p0 d0 -> f0 [allocation 1 fails]'],
  law: (c) => c.kind === 'open',
};

describe('drop faults', () => {
  it('lets a command have its memory', () => {
    expect(shrunkBy([dropFaults], opens)).toEqual(['open p0 d0 -> f0']);
  });

  it('lets all have it at once, then one after the other', () => {
    expect(
      proposals(
        dropFaults,
        'open p0 d0 -> f0 [allocation 2 fails]',
        'fork p0 -> p1 [allocation 1 fails]',
      ),
    ).toEqual([
      'open p0 d0 -> f0; fork p0 -> p1',
      'open p0 d0 -> f0; fork p0 -> p1 [allocation 1 fails]',
      'open p0 d0 -> f0 [allocation 2 fails]; fork p0 -> p1',
    ]);
  });

  it('has nothing to propose where nothing fails', () => {
    expect(proposals(dropFaults, 'open p0 d0 -> f0', 'exit p0')).toEqual([]);
  });

  it('is the only one to bring the memory back where everything is needed', () => {
    const [open, ...rest] = everythingOnce;
    const everythingHappens: ShrinkingCase = {
      trace: [`${open} [allocation 1 fails]`, ...rest],
      law: (c, _s, ran) => c.kind === 'close' && ran.length === everythingOnce.length,
    };
    expect(shrunkBy([dropFaults], everythingHappens)).toEqual(everythingOnce);
    expect(shrunkWithout(dropFaults, everythingHappens).join()).toContain('fails');
  });
});
