import { describe, expect, it } from 'vitest';
import { daemon, vfio, weakened } from '../testing/explained.ts';

describe('where model and kernel first differ', () => {
  it('is where a law is broken that is not the finding’s own', () => {
    const report = daemon();
    expect([report.differsAt, report.breaksAt]).toEqual([2, 3]);
    expect(report.leads).toMatchObject({ at: 2, broken: { law: 'pasid-stability' } });
  });

  it('is where a column does not change that should, though no law is broken there', () => {
    const report = weakened(
      { unbindEntry: 'unless-released' },
      'sva',
      'balance-at-rest',
      { clause: 'something is left' },
      'open p0 d0 -> f0',
      'exit p0',
    );
    expect(report.history.map(({ expected }) => expected)).toEqual([
      [null, null],
      ['absent', null],
      ['absent', null],
    ]);
    expect([report.differsAt, report.breaksAt]).toEqual([1, 2]);
    expect(report.leads).toMatchObject({ at: 2, broken: { law: 'no-reuse-while-referenced' } });
  });

  it('shows a column that never moves if it should have', () => {
    const report = weakened(
      { bondPasid: 'own' },
      'sva',
      'pasid-stability',
      { clause: 'told another PASID' },
      'open p0 d0 -> f0',
      'open p0 d1 -> f1',
    );
    expect(report.differsAt).toBe(1);
    const lost = weakened(
      { liveCdRewrite: 'asid-only', unbindInvalidate: 'never' },
      'sva',
      'no-stale-translation',
      { clause: 'a cached translation outlives its bond' },
      'open p0 d0 -> f0',
      'start p0 f0',
      'dma f0',
      'close p0 f0',
    );
    expect(lost.history.at(-1)!.expected).toEqual([null, 'empty', null]);
    const unpinned = weakened(
      { gupNothing: 'success' },
      'vfio-alone',
      'pin-balance',
      { command: 'map', clause: 'a pin is lost' },
      vfio[0],
      'attach p0 c0 g1',
      `${vfio[2]} [allocation 2 fails]`,
    );
    expect(unpinned.gauges.map(({ title }) => title)).toEqual(['c0 i0', 'pin count', 'mm0 locked']);
    expect(unpinned.history.at(-1)).toMatchObject({
      shows: ['empty', '0', '0'],
      expected: ['mm0: IOMMU', '1', '1'],
    });
  });

  it('is the finding’s own where another one is only as close', () => {
    const place = { command: 'detach', clause: 'too little is charged' };
    const lines = [
      vfio[0],
      'attach p0 c0 g1',
      'fork p0 -> p1',
      'map p0 c0 i0 a0 1 rw',
      'detach p1 g1',
    ];
    const off = { dmaOwner: 'current' } as const;
    const { leads } = weakened(off, 'vfio-tiny', 'locked-vm', place, ...lines);
    expect(leads).toMatchObject({ at: 4, broken: { law: 'locked-vm', place } });
  });

  it('is not asked for while commands overlap: the model does not know yet', () => {
    const report = weakened(
      { driverRecord: 'after-pin' },
      'vfio-alone',
      'no-splat',
      {
        splat: 'warning',
        where: 'vfio_remove_dma',
        what: 'a driver has pages of the mapping pinned',
      },
      ...vfio,
      'pin g0 i0 1 [stops at driver: pages pinned, not yet recorded]',
      'detach p0 g0',
    );
    const differing = report.history.flatMap(({ expected }, at) =>
      expected.some((e) => e !== null) ? [at] : [],
    );
    expect(differing).toEqual([5]);
    expect(report.differsAt).toBe(4);
  });
});
