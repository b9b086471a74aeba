import { describe, expect, it } from 'vitest';
import { type ShrinkingCase, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { findWorld } from '../../model/worlds.ts';
import { slots } from '../../model/pages/state.ts';
import { dropAndChange } from './drop-and-change.ts';

const gps = (count: number) => Array.from({ length: count }, () => 'gp');

describe('drop and change', () => {
  it('is the only one to leave out what another address makes needless', () => {
    const mapsReserved: ShrinkingCase = {
      world: findWorld('vfio-tiny'),
      trace: [
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'mmap-page p0 a0 reserved',
        'map p0 c0 i0 a0 1 rw',
        'munmap-page p0 a0',
        'exit p0',
      ],
      law: (c, s) =>
        c.kind === 'exit' &&
        s.vfio.mappings.dmas.some(
          (d) =>
            d.live !== 0 &&
            s.vfio.mappings.pinned(d, 0).iommu === slots.reserved &&
            s.pages.slotIn(d.mm, d.address) === slots.hole,
        ),
    };
    const shortest = [
      'container p0 type1v2 -> c0',
      'attach p0 c0 g1',
      'map p0 c0 i0 a3 1 rw',
      'munmap-page p0 a3',
      'exit p0',
    ];
    expect(shrunkBy([dropAndChange], mapsReserved)).toEqual(shortest);
    expect(shrunkWithout(dropAndChange, mapsReserved)).toEqual(mapsReserved.trace);
  });

  it('leaves out one command, and moves another, or names something else in it, or says another word', () => {
    expect(proposals(dropAndChange, 'fork p0 -> p1', 'exec p1', 'exit p1', 'gp')).toEqual([
      // without gp
      'fork p0 -> p1; exec p0; exit p1',
      'exec p0; fork p0 -> p1; exit p1',
      'fork p0 -> p1; exec p1; exit p0',
      'fork p0 -> p1; exit p0; exec p1',
      // without exit
      'fork p0 -> p1; exec p0; gp',
      'exec p0; fork p0 -> p1; gp',
      'gp; fork p0 -> p1; exec p1',
      'fork p0 -> p1; gp; exec p1',
      // without exec
      'fork p0 -> p1; exit p0; gp',
      'gp; fork p0 -> p1; exit p1',
      'fork p0 -> p1; gp; exit p1',
    ]);
  });

  it('leaves long traces to the passes before it: it would propose too much', () => {
    expect(proposals(dropAndChange, ...gps(16))).not.toEqual([]);
    expect(proposals(dropAndChange, ...gps(17))).toEqual([]);
  });
});
