import { describe, expect, it } from 'vitest';
import { journal } from '../../../testing/kernel.ts';
import {
  both,
  container,
  map,
  mediated,
  passthrough,
  pin,
  shared,
  VfioBench,
} from '../../../testing/vfio.ts';

/** Three pages of IOVA space, containers of both versions. */
const wide = (version: 'type1v2' | 'type1', ...lines: readonly string[]) =>
  new VfioBench({}, 'vfio').and(`container p0 ${version} -> c0`, 'attach p0 c0 g1', ...lines);

describe('map', () => {
  it('pins, charges and translates where there is an IOMMU', () => {
    const bench = VfioBench.after(...passthrough, map);
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([1, 1, [0]]);
  });

  it('does nothing of that where all devices are mediated', () => {
    const bench = VfioBench.after(...mediated, map);
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([0, 0, []]);
    expect(bench.dma()).toMatchObject({ mapped: 0, lockedVm: 0 });
  });

  it('charges before it translates', () => {
    const bench = VfioBench.after(...passthrough);
    const { k } = bench;
    const order = journal({
      pinned: [k.ram!.pages.rows[0]!, 'pins'],
      charged: [k.ram!.accounts[0]!, 'lockedVm'],
      translated: [k.vfio.iommuPtes[0]!, 'page'],
    });
    bench.run(map);
    expect(order.map((line) => line.split(' ')[0])).toEqual(['pinned', 'charged', 'translated']);
  });

  it.each([
    [
      'without a descriptor of the container',
      [...shared, 'attach p0 c0 g1', 'close-container p0 c0'],
      map,
      'EBADF',
    ],
    ['before there is a device', [container], map, 'EINVAL'],
    ['of no page', passthrough, 'map p0 c0 i0 a0 0 rw', 'EINVAL'],
    ['over the end of the IOVA space', passthrough, 'map p0 c0 i1 a0 2 rw', 'EINVAL'],
    ['over another one', [...passthrough, map], 'map p0 c0 i0 a2 1 rw', 'EEXIST'],
    ['of a hole', [...passthrough, 'munmap-page p0 a0'], map, 'EFAULT'],
    ['behind the last address', passthrough, 'map p0 c0 i0 a3 2 rw', 'EFAULT'],
    ['over the limit', [...passthrough, 'setrlimit p0 1'], 'map p0 c0 i0 a0 2 rw', 'ENOMEM'],
  ])('is refused %s, and changes nothing', (_why, before, line, answer) => {
    const bench = VfioBench.after(...before);
    const state = () => {
      const { dmas, iommus } = bench.k.vfio;
      const { dmaAvail } = iommus.all[0]!;
      return [dmas.live, dmaAvail, bench.locked(), bench.seen.pinReferences(), bench.translated];
    };
    const was = state();
    expect(bench.last(line)).toBe(answer);
    expect(state()).toEqual(was);
  });

  it('finds an overlap before it counts the mappings', () => {
    const bench = wide('type1v2', map, 'map p0 c0 i1 a0 1 rw');
    expect(bench.run(map, 'map p0 c0 i2 a0 1 rw')).toEqual(['EEXIST', 'ENOSPC']);
  });

  it('may have another one in the place of one that goes', () => {
    const bench = wide('type1v2', map, 'map p0 c0 i1 a0 1 rw', 'unmap p0 c0 i1 1');
    expect(bench.last('map p0 c0 i2 a0 1 rw')).toBe('success');
  });

  it.each([1, 2, 3])('undoes everything where allocation %i fails', (n) => {
    const bench = VfioBench.after(...passthrough, 'setrlimit p0 1');
    expect(bench.last(`${map} [allocation ${n} fails]`)).toBe('ENOMEM');
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([0, 0, []]);
    expect(bench.last(map)).toBe('success');
  });
});

/** Changes of locked_vm, one after the other, when two pages from an address on are mapped. */
const charges = (...lines: readonly string[]) => {
  const bench = VfioBench.after(...passthrough);
  const changes = journal({ locked: [bench.k.ram!.accounts[0]!, 'lockedVm'] });
  bench.run(...lines);
  return changes;
};

describe('pages that lie one behind the other', () => {
  it('are charged together', () => {
    expect(charges('map p0 c0 i0 a0 2 rw')).toEqual(['locked 2']);
  });

  it('make a run that ends where one lies elsewhere', () => {
    expect(charges('map p0 c0 i0 a1 2 rw')).toEqual(['locked 1', 'locked 2']);
  });

  it('make a run that ends where one is reserved', () => {
    expect(charges('map p0 c0 i0 a2 2 rw')).toEqual(['locked 1']);
  });

  it('are pinned once each, also the one with which a run ended', () => {
    const bench = VfioBench.after(...passthrough, 'map p0 c0 i0 a1 2 rw');
    expect([bench.pins(0, 1), bench.pins(0, 2)]).toEqual([1, 1]);
  });

  it('are credited together with those that do not, when the mapping goes', () => {
    expect(charges('map p0 c0 i0 a1 2 rw', 'unmap p0 c0 i0 2').slice(2)).toEqual(['locked 0']);
  });

  it('are all unpinned if the last of their run is over the limit', () => {
    const bench = VfioBench.after(...passthrough, 'setrlimit p0 1');
    expect(bench.last('map p0 c0 i0 a0 2 rw')).toBe('ENOMEM');
    expect([bench.pins(0, 0), bench.pins(0, 1), bench.locked()]).toEqual([0, 0, 0]);
  });

  it('were mixed up with the next run if that began with one without a struct page', () => {
    const bench = new VfioBench({ batchLeftover: 'kept' }).and(...passthrough);
    bench.run('map p0 c0 i0 a2 2 rw');
    expect([bench.pins(0, 2), bench.locked()]).toEqual([1, 2]);
  });
});

describe('unmap', () => {
  it('unpins, credits and says how many pages went', () => {
    const bench = VfioBench.after(...passthrough, 'map p0 c0 i0 a0 2 rw');
    expect(bench.last('unmap p0 c0 i0 2')).toBe('2 pages');
    expect([bench.pins(0, 0), bench.locked(), bench.translated]).toEqual([0, 0, []]);
  });

  it('of nothing succeeds', () => {
    expect(VfioBench.after(...passthrough).last('unmap p0 c0 i0 2')).toBe('0 pages');
  });

  it('of no page, or over the end, is refused', () => {
    const bench = VfioBench.after(...passthrough);
    expect(bench.run('unmap p0 c0 i0 0', 'unmap p0 c0 i1 2')).toEqual(['EINVAL', 'EINVAL']);
  });

  it('stops translating before it unpins', () => {
    const bench = VfioBench.after(...passthrough, map);
    const { k } = bench;
    const order = journal({
      pinned: [k.ram!.pages.rows[0]!, 'pins'],
      charged: [k.ram!.accounts[0]!, 'lockedVm'],
      translated: [k.vfio.iommuPtes[0]!, 'page'],
    });
    bench.run('unmap p0 c0 i0 1');
    expect(order.map((line) => line.split(' ')[0])).toEqual(['translated', 'pinned', 'charged']);
  });

  it('is for everybody who has the container (v6.0), whoever mapped', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g1', map);
    expect(bench.last('unmap p1 c0 i0 1')).toBe('1 page');
    expect(bench.locked(0)).toBe(0);
  });

  it('stopped at a mapping of another mm before', () => {
    const bench = new VfioBench({ unmapBy: 'owner' }).and(...shared, 'attach p0 c0 g1', map);
    bench.run('map p1 c0 i1 a0 1 rw');
    expect(bench.run('unmap p1 c0 i0 2', 'unmap p0 c0 i0 2')).toEqual(['0 pages', '1 page']);
    expect(bench.last('unmap p1 c0 i0 2')).toBe('1 page');
  });
});

describe('unmap of a part of a mapping', () => {
  const two = 'map p0 c0 i0 a0 2 rw';

  it('is refused by v2, at its beginning and at its end', () => {
    expect(wide('type1v2', two).run('unmap p0 c0 i0 1', 'unmap p0 c0 i1 1')).toEqual([
      'EINVAL',
      'EINVAL',
    ]);
  });

  it('is refused by v2 also where the range begins before it or ends behind it', () => {
    const bench = wide('type1v2', 'map p0 c0 i1 a0 2 rw');
    expect(bench.last('unmap p0 c0 i0 2')).toBe('EINVAL');
    expect(wide('type1v2', two).last('unmap p0 c0 i1 2')).toBe('EINVAL');
  });

  it('takes the whole mapping in v1 if the range begins where it does', () => {
    const bench = wide('type1', two);
    expect(bench.last('unmap p0 c0 i0 1')).toBe('2 pages');
    expect(bench.locked()).toBe(0);
  });

  it('does nothing in v1 if the range begins inside', () => {
    const bench = wide('type1', two, 'map p0 c0 i2 a0 1 rw');
    expect(bench.last('unmap p0 c0 i1 2')).toBe('0 pages');
    expect(bench.locked()).toBe(3);
  });
});

describe('replay, when an IOMMU joins a container that has mappings', () => {
  const two = [...mediated, map, 'map p0 c0 i1 a2 1 rw'];

  it('pins, charges and translates them all', () => {
    const bench = VfioBench.after(...two, 'attach p0 c0 g1');
    expect([bench.locked(), bench.translated]).toEqual([2, [0, 1]]);
    expect(bench.dma(1).mapped).toBe(1);
  });

  it('is made for the first IOMMU alone', () => {
    const bench = new VfioBench({}, 'vfio-passthrough');
    bench.run(container, 'attach p0 c0 g0', map, 'attach p0 c0 g1');
    expect([bench.locked(), bench.pins(0, 0)]).toEqual([1, 1]);
  });

  it('looks for the pages in the memory of who mapped, and charges that', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g0', map, 'attach p1 c0 g1');
    expect([bench.pins(0, 0), bench.pins(1, 0)]).toEqual([1, 0]);
    expect([bench.locked(0), bench.locked(1)]).toEqual([1, 0]);
  });

  it('is refused where that has ended', () => {
    const bench = VfioBench.after(...shared, 'attach p1 c0 g0', map, 'exit p0');
    expect(bench.last('attach p1 c0 g1')).toBe('ESRCH');
  });

  it('was not refused so once: the caller’s pages were pinned, and charged to the dead mm', () => {
    const bench = new VfioBench({ replayDeadOwner: 'charged' });
    bench.run(...shared, 'attach p1 c0 g0', map, 'exit p0', 'attach p1 c0 g1');
    expect([bench.pins(1, 0), bench.locked(1), bench.k.ram!.accounts[0]!.lockedVm]).toEqual([
      1, 0, 1,
    ]);
  });

  it('looked in the right memory even then, while there was one', () => {
    const bench = new VfioBench({ replayDeadOwner: 'charged' });
    bench.run(...shared, 'attach p0 c0 g0', map, 'attach p1 c0 g1');
    expect([bench.pins(0, 0), bench.pins(1, 0)]).toEqual([1, 0]);
  });

  it('goes by the limit of who mapped', () => {
    const bench = VfioBench.after(...shared, 'attach p0 c0 g0', 'map p0 c0 i0 a0 2 rw');
    expect(bench.run('setrlimit p0 1', 'attach p1 c0 g1')).toEqual(['success', 'ENOMEM']);
  });

  it('goes by the limit of the caller as well where that runs in the same memory', () => {
    const bench = VfioBench.after(container, 'clone p0 -> p1', 'attach p1 c0 g0');
    bench.run('map p0 c0 i0 a0 2 rw', 'setrlimit p1 1');
    expect(bench.last('attach p1 c0 g1')).toBe('ENOMEM');
  });

  it('undoes the mappings before the one at which it fails as well (v5.9)', () => {
    const bench = VfioBench.after(...two, 'munmap-page p0 a2');
    expect(bench.last('attach p0 c0 g1')).toBe('EFAULT');
    expect([bench.locked(), bench.pins(0, 0), bench.translated]).toEqual([0, 0, []]);
    expect(bench.dma(0)).toMatchObject({ mapped: 0, lockedVm: 0 });
  });

  it('undoes the runs of a mapping before the one at which it fails', () => {
    const bench = VfioBench.after(...mediated, 'map p0 c0 i0 a1 2 rw', 'setrlimit p0 1');
    expect(bench.last('attach p0 c0 g1')).toBe('ENOMEM');
    expect([bench.locked(), bench.pins(0, 1)]).toEqual([0, 0]);
  });

  it('leaves what a driver has pinned when it is undone', () => {
    const bench = VfioBench.after(...two, pin, 'munmap-page p0 a2', 'attach p0 c0 g1');
    expect([bench.locked(), bench.pins(0, 0), bench.nodes]).toEqual([1, 1, ['i0 x1']]);
  });

  it('undid nothing before: the next attach finds mappings that are called mapped', () => {
    const bench = new VfioBench({ replayUnwind: 'none' }).and(...two, 'munmap-page p0 a2');
    expect(bench.run('attach p0 c0 g1', 'attach p0 c0 g1')).toEqual(['EFAULT', 'EINVAL']);
    expect([bench.locked(), bench.pins(0, 0)]).toEqual([1, 1]);
    expect(bench.log).toEqual(['out of bounds in vfio_iommu_replay: domain_list is empty']);
  });
});

/** Changes of locked_vm while the IOMMU leaves and a driver keeps one of two pages. */
const leaving = (reaccount: 'difference' | 'credit-then-charge') => {
  const bench = new VfioBench({ reaccount }).and(...both, 'map p0 c0 i0 a0 2 rw', pin);
  const changes = journal({ locked: [bench.k.ram!.accounts[0]!, 'lockedVm'] });
  bench.run('detach p0 g1');
  return { bench, changes };
};

describe('when the last IOMMU leaves and a driver keeps pages', () => {
  it('what the driver has stays pinned and charged, the rest not', () => {
    const { bench } = leaving('difference');
    expect([bench.pins(0, 0), bench.pins(0, 1), bench.locked()]).toEqual([1, 0, 1]);
  });

  it('the charge changes once in each mapping, by the difference', () => {
    expect(leaving('difference').changes).toEqual(['locked 1']);
  });

  it('it was all credited first, and charged anew whatever the limit, in v9', () => {
    expect(leaving('credit-then-charge').changes).toEqual(['locked 0', 'locked 1']);
  });

  it('plugging it in again charges what it did before', () => {
    const { bench } = leaving('difference');
    expect(bench.and('attach p0 c0 g1').locked()).toBe(2);
  });
});

describe('dirty page tracking', () => {
  it('gives each mapping a bitmap, once', () => {
    const bench = VfioBench.after(...mediated, map, 'dirty p0 c0 start', 'dirty p0 c0 start');
    expect(bench.k.vfio.bitmaps.live).toBe(1);
  });

  it('gives one to who is mapped meanwhile', () => {
    const bench = VfioBench.after(...mediated, 'dirty p0 c0 start', map);
    expect(bench.k.vfio.bitmaps.live).toBe(1);
    expect(bench.and('unmap p0 c0 i0 1').k.vfio.bitmaps.live).toBe(0);
  });

  it('takes them all when it stops, and can stop before it starts', () => {
    const bench = VfioBench.after(...mediated, map, 'dirty p0 c0 start');
    expect(bench.run('dirty p0 c0 stop', 'dirty p0 c0 stop')).toEqual(['success', 'success']);
    expect(bench.k.vfio.bitmaps.live).toBe(0);
  });

  it('takes those back that it gave if there is no memory for all', () => {
    const bench = VfioBench.after(...mediated, map, 'map p0 c0 i1 a0 1 rw');
    expect(bench.last('dirty p0 c0 start [allocation 2 fails]')).toBe('ENOMEM');
    expect(bench.k.vfio.bitmaps.live).toBe(0);
    expect(bench.last('dirty p0 c0 start')).toBe('success');
  });

  it('lets map fail where there is no memory for a bitmap, and undo what it did', () => {
    const bench = VfioBench.after(...passthrough, 'dirty p0 c0 start');
    expect(bench.last(`${map} [allocation 4 fails]`)).toBe('ENOMEM');
    expect([bench.locked(), bench.k.vfio.dmas.live]).toEqual([0, 0]);
  });
});
