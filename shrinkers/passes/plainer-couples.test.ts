import { describe, expect, it } from 'vitest';
import { type ShrinkingCase, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { plainerCouples } from './plainer-couples.ts';

/** A second bond with the device comes and goes, whoever made it. */
const aSecondBondEnds: ShrinkingCase = {
  trace: ['open p0 d0 -> f0', 'bind p0 f0 -> h0', 'unbind p0 h0'],
  law: (c, s) =>
    s.sva.handles.filter((h) => h.live !== 0).length === 2 &&
    (c.kind === 'unbind' || (c.kind === 'close' && s.sva.file(c['file'] as number)?.index === 1)),
};

describe('plainer couples', () => {
  it('lets an open and its close do what a bind and its unbind did', () => {
    expect(shrunkBy([plainerCouples], aSecondBondEnds)).toEqual([
      'open p0 d0 -> f0',
      'open p0 d0 -> f1',
      'close p0 f1',
    ]);
  });

  it('replaces a command that makes something and the one that ends it by plainer ones', () => {
    expect(proposals(plainerCouples, 'open p0 d0 -> f0', 'alloc -> n0', 'free n0')).toEqual([
      'open p0 d0 -> f0; open p0 d0 -> f1; close p0 f1',
      'open p0 d0 -> f0; fork p0 -> p1; exit p1',
      'open p0 d0 -> f0; mmap p0 f0 mmio; munmap p0 f0 mmio',
      'open p0 d0 -> f0; mmap p0 f0 dus; munmap p0 f0 dus',
      'open p0 d0 -> f0; bind p0 f0 -> h0; unbind p0 h0',
    ]);
  });

  it('is the only one to replace two commands that need each other', () => {
    expect(shrunkWithout(plainerCouples, aSecondBondEnds)).toEqual(aSecondBondEnds.trace);
  });
});
