import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld, worlds } from '../model/worlds.ts';
import { differencesIn, firstDisagreement } from '../testing/agreement.ts';

const kernel = (off: Partial<Switches> = {}) =>
  new SimulatedKernel('kernel', { ...reference, ...off });

describe('what is seen of the reference', () => {
  it.each(worlds)('is what the model holds, in world $name', (world) => {
    expect(differencesIn(kernel(), world, 3)).toEqual([]);
  });
});

const vfio = ['container p0 type1v2 -> c0', 'attach p0 c0 g0', 'map p0 c0 i0 a0 1 rw'];

/** The first difference in this trace, on the reference but for some switches. */
const seen = (off: Partial<Switches>, world: string, ...lines: readonly string[]) =>
  firstDisagreement(kernel(off), findWorld(world), parseSteps(...lines));

describe('what is seen of another kernel', () => {
  it('may be a table entry that should have gone', () => {
    const lines = ['open p0 d0 -> f0', 'exit p0'];
    expect(seen({ unbindEntry: 'unless-released' }, 'sva', ...lines)).toBe(
      'exit p0: d0 entry 1 is mm0, quiet, not absent',
    );
  });

  it('may be one that should be quiet, or there at all', () => {
    const lines = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'];
    expect(seen({ releaseEntry: 'clear' }, 'sva', ...lines)).toBe(
      'exit p0: d0 entry 1 is absent, not mm0, quiet',
    );
    expect(seen({ bondPins: 'mm_users' }, 'sva', ...lines)).toBeUndefined();
  });

  it('may be what is cached of an mm that has ended', () => {
    const lines = ['open p0 d0 -> f0', 'start p0 f0', 'dma f0', 'fork p0 -> p1', 'exit p0'];
    expect(seen({ releaseInvalidate: 'left-to-unbind' }, 'sva', ...lines)).toBe(
      'exit p0: d0 cache 1 is mm0, not empty',
    );
  });

  it('may be a PASID that is free too early, or never', () => {
    const lines = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'];
    expect(seen({ pasidFreeAt: 'mmput' }, 'sva', ...lines)).toBe(
      'exit p0: PASID 1 is free, not mm0',
    );
    const leaks = ['open p0 d0 -> f0', 'open p0 d1 -> f1', 'exit p0'];
    expect(seen({ bondPasid: 'own' }, 'sva', ...leaks)).toBe('at rest: PASID 1 is mm0, not free');
    expect(seen({ pasidFreeAt: 'last-unbind' }, 'sva', ...lines, 'exit p1')).toBeUndefined();
  });

  it('may be the page at an IOVA, and whom it is for', () => {
    const lines = ['container p0 type1v2 -> c0', 'fork p0 -> p1', 'attach p0 c0 g0'];
    const map = 'map p0 c0 i0 a0 1 rw';
    expect(seen({ replayMm: 'of-current' }, 'vfio-tiny', ...lines, map, 'attach p1 c0 g1')).toBe(
      'attach p1 c0 g1: c0 i0 is mm1: IOMMU, not mm0: IOMMU',
    );
    const unmap = [...vfio, 'pin g0 i0 1', 'unmap p0 c0 i0 1'];
    expect(seen({ pfnList: 'by-frame' }, 'vfio-alone', ...unmap)).toBe(
      'unmap p0 c0 i0 1: c0 i0 is mm0: driver, not empty',
    );
  });

  it('may be what a driver has pinned', () => {
    const unmap = [...vfio, 'pin g0 i0 1', 'unmap p0 c0 i0 1'];
    expect(seen({ unmapTells: 'nobody' }, 'vfio-alone', ...unmap)).toBe(
      'unmap p0 c0 i0 1: g0 i0 is pinned, not unpinned',
    );
  });

  it('may be how much is pinned, or charged, of what limit', () => {
    const leak = [...vfio, 'setrlimit p0 1', 'pin g0 i0 1 [allocation 2 fails]'];
    expect(seen({ pinNodeUnwind: 'by-lookup' }, 'vfio-alone', ...leak)).toBe(
      'pin g0 i0 1 [allocation 2 fails]: pin count is 1, not 0',
    );
    const handed = ['exec p0', 'setrlimit p0 1', 'unmap-vaddr p0 c0 i0', 'map-vaddr p0 c0 i0 a0'];
    const kept = [vfio[0]!, 'attach p0 c0 g1', vfio[2]!, ...handed];
    expect(seen({ vaddrUpdate: 'leaves-charge' }, 'vfio-keep-on-exec', ...kept)).toBe(
      'map-vaddr p0 c0 i0 a0: mm1 locked is 0 of 1, not 1 of 1',
    );
  });

  it('may be charged later: that is no difference', () => {
    const later = [vfio[0]!, 'attach p0 c0 g1', 'contend p0', vfio[2]!];
    expect(seen({ charge: 'deferred-if-contended' }, 'vfio-alone', ...later)).toBeUndefined();
  });
});
