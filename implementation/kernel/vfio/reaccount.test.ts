import { describe, expect, it } from 'vitest';
import { journal } from '../../../testing/kernel.ts';
import { both, pin, VfioBench } from '../../../testing/vfio.ts';
import type { Switches } from '../switches.ts';

const leaving = (off: Partial<Switches>) => {
  const bench = new VfioBench(off).and(...both, 'map p0 c0 i0 a0 2 rw', pin);
  const changes = journal({ locked: [bench.k.ram!.accounts[0]!, 'lockedVm'] });
  bench.run('detach p0 g1');
  return { bench, changes };
};

describe('when the last IOMMU leaves and a driver keeps pages', () => {
  it('only the driver’s pages stay pinned and charged', () => {
    const { bench } = leaving({});
    expect([bench.pins(0, 0), bench.pins(0, 1), bench.locked()]).toEqual([1, 0, 1]);
  });

  it('the charge changes once in each mapping, by the difference', () => {
    expect(leaving({}).changes).toEqual(['locked 1']);
    // In Linux the pages of the IOMMU are credited and those of drivers charged: two less, and one more.
    expect(leaving({ pageCounts: 'by-who-pins' }).changes).toEqual(['locked 1']);
  });

  it('in Linux, where all pages of the IOMMU are credited, those of drivers are counted again in the same step', () => {
    const bench = new VfioBench({ pageCounts: 'by-who-pins' }).and(
      ...both,
      'map p0 c0 i0 a0 2 rw',
      pin,
    );
    const changes = journal({ locked: [bench.k.ram!.accounts[0]!, 'lockedVm'] });
    bench.run('detach p0 g1');
    expect(changes).toEqual(['locked 1']);
  });

  it('a reserved page is left out of what is counted again', () => {
    const bench = new VfioBench({ pageCounts: 'by-who-pins' }).and(...both);
    bench.run('map p0 c0 i0 a3 1 rw', pin, 'detach p0 g1');
    expect([bench.nodes, bench.locked()]).toEqual([['i0 x1'], 0]);
  });

  it('everything was credited first, and charged again whatever the limit, in v9', () => {
    expect(leaving({ reaccount: 'credit-then-charge' }).changes).toEqual(['locked 0', 'locked 1']);
  });

  it('a charge that the limit refuses is left out, and the driver’s page stays pinned', () => {
    const bench = new VfioBench({ pageCounts: 'by-who-pins' }).and(...both);
    bench.run('map p0 c0 i0 a3 1 rw', 'mmap-page p0 a3 ram', pin, 'setrlimit p0 1', 'mlock p0 a0');
    bench.run('detach p0 g1');
    expect([bench.locked(), bench.pins(0, 3)]).toEqual([1, 1]);
  });

  it('plugging it in again makes the same charge as before', () => {
    const { bench } = leaving({});
    expect(bench.and('attach p0 c0 g1').locked()).toBe(2);
  });
});
