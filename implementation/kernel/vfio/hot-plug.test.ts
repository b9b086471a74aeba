import { describe, expect, it, vi } from 'vitest';
import { journal } from '../../../testing/kernel.ts';
import { EBUSY, EINVAL } from '../machine/errno.ts';
import {
  both,
  container,
  map,
  mediated,
  passthrough,
  pin,
  VfioBench,
} from '../../../testing/vfio.ts';
import { getDeviceFd, openGroup } from './group.ts';
import { vfioPinPages } from './pin-pages.ts';

describe('hot-plug', () => {
  it('makes the backend with the first group, and keeps it for the second', () => {
    const bench = VfioBench.after(container);
    const { containers } = bench.k.vfio;
    expect(containers.rows[0]).toMatchObject({ iommu: 0, groups: 0 });
    bench.run('attach p0 c0 g0');
    const { iommu } = containers.rows[0]!;
    bench.run('attach p0 c0 g1');
    expect(containers.rows[0]).toMatchObject({ iommu, groups: 2 });
  });

  it.each([
    ['type1', 0],
    ['type1v2', 1],
  ] as const)('makes a backend without IOMMU and mapping, %s from then on', (backend, v2) => {
    const bench = new VfioBench({}, 'vfio').and(`container p0 ${backend} -> c0`, 'attach p0 c0 g0');
    const { iommus, dmas } = bench.k.vfio;
    expect([iommus.rows[0], dmas.live]).toMatchObject([{ live: 1, v2, domain: 0 }, 0]);
    bench.run('attach p0 c0 g1');
    expect(iommus.rows[0]!.v2).toBe(v2);
  });

  it('takes a reference on the container for each group', () => {
    const bench = VfioBench.after(container);
    const refs = journal({ refs: [bench.k.vfio.containers.rows[0]!, 'refs'] });
    bench.run('attach p0 c0 g0', 'attach p0 c0 g1', 'detach p0 g0', 'detach p0 g1');
    expect(refs).toEqual(['refs 2', 'refs 3', 'refs 2', 'refs 1']);
  });

  it('holds group_lock while the backend attaches the group, which only then becomes a member and a reference', () => {
    const bench = VfioBench.after(container);
    const { containers, groups } = bench.k.vfio;
    bench.run('attach p0 c0 g1 [stops at vfio_iommu_type1_attach_group: before iommu->lock]');
    expect(containers.rows[0]).toMatchObject({ owner: 1, groups: 0, refs: 1 });
    expect(groups[1]).toMatchObject({ users: 0, container: 0 });
    bench.run('continue p0');
    expect(containers.rows[0]).toMatchObject({ owner: 0, groups: 1, refs: 2 });
    expect(groups[1]).toMatchObject({ users: 1 });
  });

  it('lets the backend detach a group under group_lock, then the group forget its container, and then frees the backend', () => {
    const bench = VfioBench.after(...passthrough);
    const { containers, groups, iommus } = bench.k.vfio;
    const order = journal({
      lock: [containers.rows[0]!, 'owner'],
      domain: [groups[1]!, 'domain'],
      container: [groups[1]!, 'container'],
      backend: [iommus.rows[0]!, 'live'],
      refs: [containers.rows[0]!, 'refs'],
    });
    bench.run('detach p0 g1');
    const freed = ['domain 0', 'container 0', 'backend 0'];
    expect(order).toEqual(['lock 1', ...freed, 'lock 0', 'refs 1']);
    expect(containers.rows[0]).toMatchObject({ iommu: 0 });
  });

  it('opens the device of a driver that pins, which is one more user of the group', () => {
    const { groups, drivers } = VfioBench.after(...both).k.vfio;
    expect(groups[0]).toMatchObject({ users: 2, devices: 1 });
    expect(groups[1]).toMatchObject({ users: 1, devices: 0 });
    expect(drivers.map((d) => d.listens)).toEqual([1, 0]);
  });

  it('pins and charges nothing for a mediated device', () => {
    const bench = VfioBench.after(...mediated, map, 'detach p0 g0', ...passthrough.slice(1), map);
    bench.run('attach p0 c0 g0');
    expect([bench.pins(0, 0), bench.locked(), bench.nodes]).toEqual([1, 1, []]);
    const alone = new VfioBench({}, 'vfio').and(...mediated, map, 'attach p0 c0 g2');
    expect([alone.pins(0, 0), alone.locked(), alone.translated]).toEqual([0, 0, []]);
  });

  it('maps all existing mappings for a new device', () => {
    const bench = VfioBench.after(...mediated, map);
    const v = bench.k.vfio;
    const order = journal({
      pinned: [bench.k.ram!.pages.rows[0]!, 'pins'],
      translated: [v.iommuPtes[0]!, 'page'],
      joined: [v.groups[1]!, 'users'],
    });
    bench.run('attach p0 c0 g1');
    expect(order.map((line) => line.split(' ')[0])).toEqual(['pinned', 'translated', 'joined']);
  });

  it('that fails closes the group that it has opened, and leaves a container as it was', () => {
    const bench = VfioBench.after(...mediated, 'map p0 c0 i0 a3 2 rw');
    expect(bench.last('attach p0 c0 g1')).toBe('EFAULT');
    expect(bench.k.vfio.groups[1]).toMatchObject({ opened: 0, users: 0, container: 0, domain: 0 });
    expect(bench.k.vfio.containers.rows[0]).toMatchObject({ groups: 1, refs: 2 });
    expect([bench.k.vfio.domains.live, bench.k.vfio.iommus.rows[0]!.domain]).toEqual([1, 0]);
  });

  it('that fails with the first group makes no backend', () => {
    const bench = VfioBench.after(container, 'attach p0 c0 g0 [allocation 3 fails]');
    expect(bench.k.vfio.containers.rows[0]).toMatchObject({ groups: 0, refs: 1, iommu: 0 });
    expect(bench.k.vfio.iommus.live).toBe(0);
  });

  it.each([1, 2, 3, 4, 5])('leaks nothing if allocation %i fails', (n) => {
    const bench = VfioBench.after(container);
    expect(bench.last(`attach p0 c0 g0 [allocation ${n} fails]`)).toBe('ENOMEM');
    expect(bench.and('exit p0').seen.leftovers()).toEqual([]);
  });
});

describe('two devices that are plugged into one container', () => {
  it('go one after the other', () => {
    const bench = VfioBench.after(container, 'fork p0 -> p1');
    bench.run('attach p0 c0 g0 [stops at vfio_iommu_type1_attach_group: before iommu->lock]');
    const other = bench.start('attach p1 c0 g1');
    expect(other.waitsFor).toBe('group_lock 0');
    expect(bench.last('continue p0')).toBe('success');
    expect(other.resume().finish()).toBe('success');
    expect(bench.k.vfio.iommus.live).toBe(1);
  });
});

describe('opening a container', () => {
  it('allocates its file first, and frees it if there is no memory for the container', () => {
    const bench = new VfioBench();
    const asked = vi.spyOn(bench.k.machine, 'allocationFails');
    expect(bench.last(`${container} [allocation 2 fails]`)).toBe('ENOMEM');
    expect(asked.mock.calls.flat()).toEqual(['file', 'vfio_container']);
    expect([bench.k.vfio.files.live, bench.k.vfio.containers.live]).toEqual([0, 0]);
    expect(bench.last(`${container} [allocation 1 fails]`)).toBe('ENOMEM');
    expect([bench.k.vfio.containers.live, bench.log]).toEqual([0, []]);
  });
});

describe('two processes that plug in the same device', () => {
  it('take a lock of user space, so the second one finds it open', () => {
    const bench = VfioBench.after(container, 'fork p0 -> p1');
    bench.run('attach p0 c0 g0 [stops at vfio_iommu_type1_attach_group: before iommu->lock]');
    const other = bench.start('attach p1 c0 g0');
    expect(other.waitsFor).toBe('hot-plug 0');
    bench.run('continue p0');
    expect(other.resume().finish()).toBe('EBUSY');
  });
});

describe('a process that plugs a device in is refused, in this order,', () => {
  it('without a descriptor of the container', () => {
    const bench = VfioBench.after(...mediated, 'fork p0 -> p1', 'close-container p1 c0');
    expect(bench.last('attach p1 c0 g0')).toBe('EBADF');
  });

  it('while another process has the group open', () => {
    const bench = VfioBench.after(container, 'fork p0 -> p1', 'attach p0 c0 g1');
    expect(bench.last('attach p1 c0 g1')).toBe('EBUSY');
    bench.k.vfio.groups[1]!.container = 0; // also before it is in a container
    expect(bench.last('attach p1 c0 g1')).toBe('EBUSY');
  });

  it('while the last process that had it open is still leaving: it does not wait for that', () => {
    const bench = VfioBench.after(container, 'fork p0 -> p1', 'attach p0 c0 g1');
    bench.run('map p1 c0 i0 a0 1 rw', 'exit p0 [stops at vfio_lock_acct: before mmap_lock]');
    expect(bench.run('attach p1 c0 g1', 'continue p0')).toEqual(['EBUSY', 'success']);
    expect(bench.last('attach p1 c0 g1')).toBe('success');
  });

  it('without memory for the file of a group, before it is seen to be open elsewhere', () => {
    const bench = VfioBench.after(container, 'fork p0 -> p1', 'attach p0 c0 g1');
    expect(bench.last('attach p1 c0 g1 [allocation 1 fails]')).toBe('ENOMEM');
  });

  it('if its group is in a container already', () => {
    const bench = VfioBench.after(...mediated);
    expect(bench.last('attach p0 c0 g0')).toBe('EINVAL');
    // The backend would refuse it too, but the core does so without group_lock.
    const stops = 'attach p0 c0 g0 [stops at vfio_group_set_container: before group_lock]';
    expect(bench.last(stops)).toBe('EINVAL');
  });

  it('by the backend of POWER if it is mediated', () => {
    const bench = new VfioBench({}, 'vfio-pinning').and('container p0 tce -> c0');
    expect(bench.run('attach p0 c0 g0', 'attach p0 c0 g1')).toEqual(['ENODEV', 'success']);
  });

  it('while a virtual address is handed over', () => {
    const bench = VfioBench.after(...passthrough, map, 'unmap-vaddr p0 c0 i0');
    expect(bench.last('attach p0 c0 g0')).toBe('EBUSY');
    // Nothing is allocated before that, but the file of the group.
    expect(bench.last('attach p0 c0 g0 [allocation 2 fails]')).toBe('EBUSY');
  });
});

describe('a group', () => {
  it('is not opened while it is still in a container, although its file is closed', () => {
    const bench = VfioBench.after(...passthrough);
    const group = bench.k.vfio.groups[1]!;
    group.opened = 0;
    expect(openGroup(bench.k, bench.task(0), 1)).toBe(EBUSY);
    group.container = 0;
    expect(openGroup(bench.k, bench.task(0), 1)).toBe(0);
  });

  it('gives no file of its device before it is in a container', () => {
    const { k } = VfioBench.after(container);
    const result = getDeviceFd(k, k.tasks.rows[0]!, 0).next();
    expect([result.value, k.vfio.drivers[0]!.listens]).toEqual([EINVAL, 0]);
  });

  it('stays in its container until the last process has closed it', () => {
    const bench = VfioBench.after(...passthrough, 'fork p0 -> p1');
    const group = bench.k.vfio.groups[1]!;
    bench.run('exit p0');
    expect(group).toMatchObject({ opened: 1, users: 1 });
    bench.run('exit p1');
    expect(group).toMatchObject({ opened: 0, users: 0, container: 0 });
  });

  it('stays while the device is open elsewhere: the process that unplugs it keeps the group, not the device', () => {
    const bench = VfioBench.after(...mediated, 'fork p0 -> p1');
    expect(bench.run('detach p0 g0', 'detach p1 g0', 'detach p0 g0')).toEqual([
      'EBUSY',
      'success',
      'EINVAL',
    ]);
  });

  it('is closed by the process that unplugs it, even if another process has detached it before', () => {
    const bench = VfioBench.after(...passthrough, 'fork p0 -> p1', 'detach p0 g1');
    expect(bench.run('detach p1 g1', 'detach p1 g1')).toEqual(['EINVAL', 'EBADF']);
    expect(bench.k.vfio.groups[1]!.opened).toBe(0);
  });

  it('keeps its container and the mappings there when the container is closed', () => {
    const bench = VfioBench.after(...passthrough, map, 'close-container p0 c0');
    expect(bench.k.vfio.containers.rows[0]).toMatchObject({ live: 1, refs: 1 });
    expect(bench.last(map)).toBe('EBADF');
    expect(bench.translated).toEqual([0]);
    expect(bench.and('detach p0 g1').k.vfio.containers.live).toBe(0);
  });
});

describe('when the last group leaves a container', () => {
  it('the backend is freed with all mappings', () => {
    const bench = VfioBench.after(...passthrough, map, 'detach p0 g1');
    const { dmas, domains, iommus } = bench.k.vfio;
    expect([dmas.live, domains.live, iommus.live]).toEqual([0, 0, 0]);
    expect(bench.locked()).toBe(0);
  });

  it('the container can do nothing until there is one again', () => {
    const bench = VfioBench.after(...passthrough, 'detach p0 g1');
    expect(bench.run(map, 'attach p0 c0 g1', map)).toEqual(['EINVAL', 'success', 'success']);
  });
});

describe('when the last mediated device leaves', () => {
  it('mappings stay if there is an IOMMU', () => {
    const bench = VfioBench.after(...both, map, 'detach p0 g0');
    expect([bench.k.vfio.dmas.live, bench.translated, bench.locked()]).toEqual([1, [0], 1]);
    const alone = VfioBench.after(...mediated, map);
    const { dmas, domains } = alone.k.vfio;
    const order = journal({ mapping: [dmas.rows[0]!, 'live'], domain: [domains.rows[0]!, 'live'] });
    alone.run('detach p0 g0');
    expect(order).toEqual(['mapping 0', 'domain 0']);
  });

  it('not before the others have left, and under iommu->lock', () => {
    const bench = new VfioBench({}, 'vfio').and(...mediated, 'attach p0 c0 g2', map);
    bench.run('detach p0 g2 [stops at vfio_iommu_type1_detach_group: before iommu->lock]');
    expect(bench.k.vfio.groups[2]!.domain).not.toBe(0);
    bench.run('continue p0');
    expect([bench.k.vfio.dmas.live, bench.k.vfio.domains.live]).toEqual([1, 1]);
  });
});

describe('when the last IOMMU leaves and a mediated device stays', () => {
  it('mappings stay, the IOMMU translates nothing more', () => {
    const bench = VfioBench.after(...both, map, 'detach p0 g1');
    expect(bench.dma()).toMatchObject({ pages: 1, mapped: 0 });
    expect(bench.translated).toEqual([]);
  });

  it('only what drivers have pinned stays charged; without a mediated device no mapping stays', () => {
    const two = [map, 'map p0 c0 i1 a2 1 rw'];
    const bench = VfioBench.after(...both, ...two, pin);
    expect([bench.locked(), bench.and('detach p0 g1').locked()]).toEqual([2, 1]);
    expect([bench.k.vfio.dmas.live, bench.translated]).toEqual([2, []]);
    const alone = VfioBench.after(...passthrough, ...two);
    const { dmas, domains } = alone.k.vfio;
    const order = journal({ last: [dmas.rows[1]!, 'live'], domain: [domains.rows[0]!, 'live'] });
    alone.run('detach p0 g1');
    expect([order, alone.locked()]).toEqual([['last 0', 'domain 0'], 0]);
  });
});

describe('exec', () => {
  it('closes container, group and device if they are close-on-exec', () => {
    const bench = VfioBench.after(...both, map, pin, 'exec p0');
    expect(bench.k.vfio.containers.live).toBe(0);
    expect(bench.last('detach p0 g0')).toBe('EBADF');
  });

  it('closes only the device if they are not: its driver unpins, the mapping stays', () => {
    const bench = new VfioBench({}, 'vfio-keep-on-exec').and(...mediated, map, pin, 'exec p0');
    expect(bench.nodes).toEqual([]);
    expect(bench.k.vfio.groups[0]).toMatchObject({ users: 1, devices: 0 });
    expect(bench.dma()).toMatchObject({ pages: 1 });
  });
});

describe('vfio_pin_pages', () => {
  it.each([
    ['0', 'EINVAL'],
    ['-1', 'E2BIG'],
    ['513', 'E2BIG'],
    ['2', 'EINVAL'], // so many may be asked for, but nothing is mapped behind
  ])('of %s pages answers %s', (pages, answer) => {
    expect(VfioBench.after(...mediated, map).last(`pin g0 i0 ${pages}`)).toBe(answer);
  });

  it('checks the number before it calls the backend', () => {
    const bench = new VfioBench({}, 'vfio-pinning').and(
      'container p0 tce -> c0',
      'attach p0 c0 g1',
    );
    const pins = ['pin g1 i0 0', 'pin g1 i0 -1', 'pin g1 i0 513', 'pin g1 i0 1'];
    expect(bench.run(...pins)).toEqual(['EINVAL', 'E2BIG', 'E2BIG', 'ENOTTY']);
    const v9 = new VfioBench({ noPinOperation: 'returns-zero' }, 'vfio-pinning');
    expect(v9.last('container p0 tce -> c0', 'attach p0 c0 g1', 'pin g1 i0 1')).toBe('0 pages');
  });

  it('is refused by a type 1 container that is not v2', () => {
    const bench = new VfioBench({}, 'vfio').and('container p0 type1 -> c0', 'attach p0 c0 g0', map);
    expect(bench.last(pin)).toBe('EACCES');
  });

  it('is refused there before it would wait for iommu->lock', () => {
    const bench = new VfioBench({}, 'vfio').and('container p0 type1 -> c0', 'attach p0 c0 g0');
    bench.run('attach p0 c0 g1', `${map} [stops at vfio_lock_acct: before mmap_lock]`);
    expect(bench.k.vfio.iommus.rows[0]!.owner).not.toBe(0);
    expect(bench.last(pin)).toBe('EACCES');
  });

  it('counts as a user of the group meanwhile, so the group cannot be detached', () => {
    const bench = VfioBench.after(...mediated, map);
    const order = journal({
      users: [bench.k.vfio.groups[0]!, 'users'],
      pinned: [bench.k.ram!.pages.rows[0]!, 'pins'],
    });
    bench.run(pin);
    expect(order).toEqual(['users 3', 'pinned 1', 'users 2']);
    const { k } = VfioBench.after(container);
    expect(vfioPinPages(k, 0, 0, 1).next().value).toBe(EINVAL);
  });
});

describe('an ioctl', () => {
  it('keeps the backend while it waits: a process that unplugs the last group waits for it', () => {
    const bench = VfioBench.after(container, 'fork p0 -> p1', 'attach p1 c0 g1');
    bench.run('unmap p0 c0 i0 1 [stops at vfio_dma_do_unmap: before iommu->lock]');
    const detach = bench.start('detach p1 g1');
    expect(detach.waitsFor).toBe('group_lock 0');
    expect(bench.last('continue p0')).toBe('0 pages');
    expect(detach.resume().finish()).toBe('success');
  });

  it('keeps no backend since v4.13: it continues in one that was freed', () => {
    const bench = new VfioBench({ ioctlHoldsContainer: 'not-held' });
    bench.run(container, 'fork p0 -> p1', 'attach p1 c0 g1');
    bench.run('unmap p0 c0 i0 1 [stops at vfio_dma_do_unmap: before iommu->lock]');
    expect(bench.run('detach p1 g1', 'continue p0')[0]).toBe('success');
    expect(bench.log[0]).toBe('use-after-free in vfio_dma_do_unmap: vfio_iommu');
  });

  it('waits for a process that waits to plug a device in, as another reader', () => {
    const bench = new VfioBench({}, 'vfio-threads').and(
      container,
      'fork p0 -> p1',
      'fork p0 -> p2',
    );
    bench.run(
      'attach p1 c0 g1',
      'unmap p0 c0 i0 1 [stops at vfio_dma_do_unmap: before iommu->lock]',
    );
    const detach = bench.start('detach p1 g1');
    const map2 = bench.start('map p2 c0 i0 a0 1 rw');
    expect([detach.waitsFor, map2.waitsFor]).toEqual(['group_lock 0', 'group_lock 0']);
    expect(bench.last('continue p0')).toBe('0 pages');
    expect(map2.resume().waitsFor).toBe('group_lock 0');
    expect(detach.resume().finish()).toBe('success');
    expect(map2.resume().finish()).toBe('EINVAL');
  });

  it('does not block another one', () => {
    const bench = VfioBench.after(...passthrough, 'fork p0 -> p1');
    bench.run('unmap p0 c0 i0 1 [stops at vfio_dma_do_unmap: before iommu->lock]');
    expect(bench.last('map p1 c0 i0 a0 1 rw')).toBe('success');
  });
});
