import { describe, expect, it } from 'vitest';
import { journal, oopses } from '../../../testing/kernel.ts';
import { both, container, map, mediated, pin, shared, VfioBench } from '../../../testing/vfio.ts';

const unmap = 'unmap p0 c0 i0 1';
const dropped = `${unmap} [stops at vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told]`;

describe('notifying drivers of an unmap', () => {
  it('is skipped if no driver has pages pinned', () => {
    expect(VfioBench.after(...mediated, map).run(dropped)).toEqual(['1 page']);
  });

  it('drops iommu->lock, because unpin takes it', () => {
    const bench = VfioBench.after(...mediated, map, pin);
    const owners = journal({ owner: [bench.k.vfio.iommus.rows[0]!, 'owner'] });
    bench.run(unmap);
    const byUnpin = ['owner 1', 'owner 0'];
    expect(owners).toEqual(['owner 1', 'owner 0', ...byUnpin, 'owner 1', 'owner 0']);
  });

  it('notifies every driver of the container, whichever driver pinned', () => {
    const bench = new VfioBench({}, 'vfio').and(
      ...mediated,
      'attach p0 c0 g2',
      map,
      pin,
      'pin g2 i0 1',
    );
    expect(bench.last(unmap)).toBe('1 page');
    expect([bench.nodes, bench.locked()]).toEqual([[], 0]);
  });

  it('notifies also a driver that has pinned nothing of the mapping', () => {
    const bench = new VfioBench({}, 'vfio').and(...mediated, 'attach p0 c0 g2', map);
    bench.run(
      'map p0 c0 i1 a1 1 rw',
      pin,
      'pin g2 i1 1 [stops at driver: pages pinned, not yet recorded]',
    );
    expect(bench.start(unmap).waitsFor).toBe('driver lock 2');
  });

  it.each([
    ['snapshot', 2],
    ['locked', 0],
  ] as const)(
    'notifies the one that registered first, then the next, until v5.19, and the newest one first since v6.0 (%s)',
    (driverList, first) => {
      const bench = new VfioBench({ driverList }, 'vfio').and(container);
      bench.run('attach p0 c0 g0', 'attach p0 c0 g2', 'detach p0 g0', 'attach p0 c0 g0');
      expect(bench.k.vfio.drivers.map((d) => d.listens)).toEqual([2, 0, 1]);
      const unrecorded = '[stops at driver: pages pinned, not yet recorded]';
      bench.run(map, `${pin} ${unrecorded}`, `pin g2 i0 1 ${unrecorded}`);
      expect(bench.start(unmap).waitsFor).toBe(`driver lock ${first}`);
    },
  );

  it('notifies no driver of another container', () => {
    const bench = new VfioBench({}, 'vfio').and(...mediated, map, pin);
    bench.run(
      'container p0 type1v2 -> c1',
      'attach p0 c1 g2',
      'map p0 c1 i0 a0 1 rw',
      'pin g2 i0 1',
    );
    expect(bench.last(unmap)).toBe('1 page');
    expect(bench.nodes).toEqual(['i0 x1']);
  });

  it('tells them a range that was copied under the lock, whatever becomes of the mapping', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g0', map, pin);
    bench.run('map p0 c0 i1 a1 1 rw', 'pin g0 i1 1', dropped);
    expect(bench.run('unmap p1 c0 i0 1', 'continue p0')).toEqual(['1 page', '0 pages']);
    expect([bench.log, bench.nodes]).toEqual([[], ['i1 x1']]);
  });

  it('reads it from the mapping in v6.0, which another unmap may have freed', () => {
    const off = { unmapNotice: 'read-from-mapping' } as const;
    const bench = new VfioBench(off).and(...shared, 'attach p0 c0 g0', map, pin, dropped);
    bench.run('unmap p1 c0 i0 1', 'continue p0');
    expect(bench.log).toEqual(['use-after-free in vfio_notify_dma_unmap: vfio_dma']);
  });

  it('starts again afterwards, because other drivers could pin meanwhile', () => {
    const bench = VfioBench.after(...mediated, map, pin, dropped);
    expect(bench.run(pin, 'continue p0')).toEqual(['1 page', '1 page']);
    expect(bench.nodes).toEqual([]);
  });

  it('finds no mapping if another task was faster', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g0', map, pin, dropped);
    expect(bench.run('unmap p1 c0 i0 1', 'continue p0')).toEqual(['1 page', '0 pages']);
  });

  it('refuses a mapping that was made across the end of the range meanwhile', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g0', map, pin, dropped);
    bench.run('unmap p1 c0 i0 1', 'map p1 c0 i0 a0 2 rw');
    expect(bench.last('continue p0')).toBe('EINVAL');
  });
});

describe('a driver that does not unpin', () => {
  const deaf = { driverUnmap: 'ignores' } as const;

  it('is notified ten more times, then unmap gives up', () => {
    const bench = new VfioBench(deaf).and(...mediated, map, pin);
    expect(bench.last(unmap)).toBe('EDEADLOCK');
    expect(bench.dma()).toMatchObject({ pages: 1 });
    expect(bench.nodes).toEqual(['i0 x1']);
  });

  it.each([
    ['whole', [1, 0, 1]],
    ['ends-at-refusal', [1, 0, 0]],
  ] as const)(
    'does not keep the others from being notified, but ended a chain of notifiers (%s)',
    (noticeChain, notified) => {
      const bench = new VfioBench({ ...deaf, noticeChain }, 'vfio').and(...mediated);
      bench.run('attach p0 c0 g2', map, 'map p0 c0 i1 a0 1 rw', pin, 'pin g2 i0 1', unmap);
      expect(bench.k.vfio.drivers.map((d) => d.notified)).toEqual(notified);
      // A driver that has nothing of the range pinned does not refuse.
      bench.run('unpin g0 i0 1', 'pin g0 i1 1', unmap);
      expect(bench.k.vfio.drivers.map((d) => d.notified)).toEqual([1, 0, 1]);
      // The next unmap begins anew.
      bench.run('unmap p0 c0 i2 1');
      expect(bench.k.vfio.drivers.map((d) => d.notified)).toEqual([0, 0, 0]);
    },
  );

  it('stops the machine in Linux, with BUG_ON', () => {
    const bench = new VfioBench({ ...deaf, unmapStuck: 'BUG_ON' }).and(...mediated, map, pin);
    const owners = journal({ owner: [bench.k.vfio.iommus.rows[0]!, 'owner'] });
    expect(oopses(() => bench.run(unmap))).toBe(true);
    expect(bench.log).toEqual(['BUG in vfio_dma_do_unmap: a driver does not unpin']);
    // The lock was dropped for the first notification and for ten more, and is held for ever.
    expect(owners.filter((line) => line === 'owner 0')).toHaveLength(11);
    expect(owners.at(-1)).toBe('owner 1');
  });

  it('has as many chances for each mapping', () => {
    const bench = new VfioBench(deaf).and(...mediated, map, 'map p0 c0 i1 a1 1 rw');
    bench.run(pin, 'pin g0 i1 1');
    const again = dropped.replace(unmap, 'continue p0');
    bench.run(dropped.replace('i0 1', 'i0 2'), ...Array.from({ length: 10 }, () => again));
    bench.run('unpin g0 i0 1', ...Array.from({ length: 11 }, () => again), 'unpin g0 i1 1');
    expect(bench.last('continue p0')).toBe('2 pages');
  });

  it('does not keep other mappings of the range: the earlier ones are already removed', () => {
    const bench = new VfioBench(deaf).and(...both, map, 'map p0 c0 i1 a0 1 rw', 'pin g0 i1 1');
    expect(bench.last('unmap p0 c0 i0 2')).toBe('EDEADLOCK');
    expect(bench.dma(0)).toBeUndefined();
  });
});

describe('no notification', () => {
  it('frees a mapping whose pages are pinned: node, pin and charge stay', () => {
    const bench = new VfioBench({ unmapTells: 'nobody' }).and(...mediated, map, pin);
    expect(bench.last(unmap)).toBe('1 page');
    expect([bench.nodes, bench.pins(0, 0), bench.locked()]).toEqual([['i0 x1'], 1, 1]);
    expect(bench.log).toEqual([
      'warning in vfio_remove_dma: a driver has pages of the mapping pinned',
    ]);
  });
});

describe('telling them under the lock of their list', () => {
  const off = { driverList: 'locked' } as const;

  it('keeps iommu->lock if there is nobody to tell; a chain of notifiers may be empty', () => {
    const left = [...both, map, pin, 'detach p0 g0'];
    const deaf = { driverClose: 'left-to-core' } as const;
    expect(new VfioBench({ ...off, ...deaf }).and(...left).last(dropped)).toBe('EDEADLOCK');
    expect(new VfioBench(deaf).and(...left).last(dropped)).toBe('PAUSED');
  });

  it('lets a device be opened only after they have been told: iommu->lock is held meanwhile', () => {
    const bench = new VfioBench({ ...off, ioctlHoldsContainer: 'not-held' }, 'vfio');
    bench.run(...shared, 'attach p0 c0 g0', map, pin, dropped);
    expect(bench.start('attach p1 c0 g2').waitsFor).toBe('device_list_lock 0');
    expect(bench.k.vfio.iommus.rows[0]!.owner).toBe(2);
    expect(bench.k.vfio.drivers[2]!.listens).toBe(0);
  });

  it('closes a device under both locks too, after its driver has unpinned', () => {
    const bench = new VfioBench({ ...off, ioctlHoldsContainer: 'not-held' }, 'vfio');
    bench.run(...mediated, 'fork p0 -> p1', 'attach p1 c0 g2', map, pin, 'pin g2 i0 1', dropped);
    const detach = bench.start('detach p1 g2');
    expect(detach.waitsFor).toBe('device_list_lock 0');
    expect(bench.nodes).toEqual(['i0 x1']);
  });

  it('takes the driver’s lock and iommu->lock in the wrong order', () => {
    const bench = new VfioBench({ driverList: 'locked' }).and(...mediated, map, pin);
    bench.run(`${unmap} [stops at vfio_notify_dma_unmap: before device_list_lock]`);
    expect(bench.k.vfio.iommus.rows[0]!.owner).toBe(1);
    expect(bench.last('continue p0')).toBe('1 page');
    expect(bench.log).toEqual([
      'inverted lock order in dma_unmap: driver lock under device_list_lock',
      'inverted lock order in vfio_iommu_type1_unpin_pages: iommu->lock under device_list_lock',
    ]);
  });
});
