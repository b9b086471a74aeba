import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { Bench, oopses } from '../../../testing/kernel.ts';
import type { Switches } from '../switches.ts';
import { presentGroup } from './group-lifetime.ts';

describe('bind and unbind', () => {
  it('hold the mutex of the device’s group around the driver call, and release it', () => {
    const bench = new Bench();
    const letGo = bench.hold(bench.k.iommu.groupMutex);
    const open = bench.start('open p0 d0 -> f0');
    expect(open.waitsFor).toBe('group->mutex 0');
    letGo();
    expect(open.resume().finish()).toBe('PASID 1');
    expect(bench.k.iommu.groupMutex.locks[0]!.owner).toBe(0);
    const again = bench.hold(bench.k.iommu.groupMutex);
    const close = bench.start('close p0 f0');
    expect(close.waitsFor).toBe('group->mutex 0');
    again();
    close.resume();
    expect(bench.k.iommu.groupMutex.locks[0]!.owner).toBe(0);
  });

  it('take sva_lock inside that mutex', () => {
    const bench = new Bench();
    const letGo = bench.hold(bench.k.smmu.svaLock);
    const open = bench.start('open p0 d0 -> f0');
    expect(open.waitsFor).toBe('sva_lock');
    expect(bench.k.iommu.groupMutex.locks[0]!.owner).not.toBe(0);
    letGo();
    expect(open.resume().finish()).toBe('PASID 1');
    const again = bench.hold(bench.k.smmu.svaLock);
    const close = bench.start('close p0 f0');
    expect(close.waitsFor).toBe('sva_lock');
    expect(bench.k.iommu.groupMutex.locks[0]!.owner).not.toBe(0);
    again();
    close.resume();
    expect(bench.k.smmu.svaLock.locks[0]!.owner).toBe(0);
  });
});

describe('a bind that waits for the mutex of the group while the device is removed', () => {
  it.each([[[]], [['hotplug d0 add']]])(
    'finds no device in the group, also if another one came (%j)',
    (then) => {
      const bench = new Bench({ uacceMutexCovers: 'list-alone' });
      bench.run(
        'open p0 d0 -> f0 [stops at iommu_sva_bind_device: before group->mutex]',
        'hotplug d0 remove',
        ...then,
      );
      expect(bench.run('continue p0')).toEqual(['EINVAL']);
      expect([bench.k.smmu.bonds.live, bench.k.uacce.queues.live, bench.log]).toEqual([0, 0, []]);
    },
  );
});

/** An open before v6.0, when nothing kept the device that it had found; it stops here. */
const opening = (stop: string, removedDevice: Switches['removedDevice'] = 'of-bus') => {
  const bench = new Bench({
    uacceMutexCovers: 'list-alone',
    deviceRelease: 'before-group-mutex',
    removedDevice,
  });
  bench.run(`open p0 d0 -> f0 [stops at ${stop}]`);
  return bench;
};

const found = 'uacce_fops_open: device found, not yet bound';
const bound = 'iommu_sva_bind_device: unlocked, not yet returned';

describe('a device that is removed between the look-up of an open and its bind', () => {
  it.each([[[]], [['hotplug d0 add']]])(
    'is used by the bind after it was freed, which finds no group (%j)',
    (then) => {
      const bench = opening(found);
      expect(bench.run('hotplug d0 remove', ...then, 'continue p0').at(-1)).toBe('ENODEV');
      expect(bench.log).toEqual(['use-after-free in iommu_sva_bind_device: pci_dev']);
      expect([bench.k.uacce.queues.live, bench.k.smmu.bonds.live]).toEqual([0, 0]);
    },
  );

  it('has no dev->iommu (v5.18)', () => {
    const bench = opening(found, 'of-device');
    bench.run('hotplug d0 remove');
    expect(oopses(() => bench.run('continue p0'))).toBe(true);
    expect(bench.log.at(-1)).toBe('null dereference in iommu_sva_bind_device: dev->iommu');
  });
});

describe('a device that is removed between the bind of an open and the question for its PASID', () => {
  it.each([
    ['of-group', []],
    ['of-device', ['null dereference in iommu_sva_get_pasid: dev->iommu']],
    ['of-bus', []],
  ] as const)(
    'is asked for its IOMMU in v5.18 to v6.1, and is not freed (%s)',
    (removedDevice, splats) => {
      const bench = opening(bound, removedDevice);
      bench.run('hotplug d0 remove');
      oopses(() => bench.run('continue p0'));
      expect(bench.log.filter((line) => line.includes('get_pasid'))).toEqual(splats);
    },
  );
});

describe('the removal of a device', () => {
  it.each([
    ['before-group-mutex', 0],
    ['under-group-mutex', 1],
  ] as const)(
    'waits for the mutex of its group; its driver has freed the master by then, or has not (%s)',
    (deviceRelease, masters) => {
      const bench = new Bench({ deviceRelease }, findWorld('sva-small'));
      bench.hold(bench.k.iommu.groupMutex);
      expect(bench.start('hotplug d0 remove').waitsFor).toBe('group->mutex');
      expect(bench.k.smmu.masters.live).toBe(masters);
    },
  );

  it.each([
    [
      'bind',
      'arm_smmu_sva_bind',
      [],
      'open p0 d0 -> f0 [stops at arm_smmu_sva_bind: before sva_lock]',
    ],
    [
      'unbind',
      'arm_smmu_sva_unbind',
      ['open p0 d0 -> f0'],
      'close p0 f0 [stops at arm_smmu_sva_unbind: before sva_lock]',
    ],
  ] as const)(
    'frees the master under a %s that holds this mutex, before v6.4',
    (_, where, first, line) => {
      for (const deviceRelease of ['before-group-mutex', 'under-group-mutex'] as const) {
        const bench = new Bench({ uacceMutexCovers: 'list-alone', deviceRelease });
        bench.run(...first, line);
        const remove = bench.start('hotplug d0 remove');
        expect(remove.waitsFor).toBe('group->mutex 0');
        bench.run('continue p0');
        expect(remove.resume().finish()).toBe('success');
        const isFreed = deviceRelease === 'before-group-mutex';
        expect(bench.log.includes(`use-after-free in ${where}: arm_smmu_master`)).toBe(isFreed);
      }
    },
  );
});

/** Before v6.0, where a release excludes no removal. */
const old = (switches: Partial<Switches> = {}) =>
  new Bench({
    uacceMutexCovers: 'list-alone',
    deviceRelease: 'before-group-mutex',
    callbackAsid: 'in-descriptor',
    ...switches,
  });

describe('an unbind that waits for the mutex of the group while the device is removed', () => {
  const before = '[stops at iommu_sva_unbind_device: before group->mutex]';
  it('clears the entry of the device that was there, not of the one that has come', () => {
    const bench = old();
    bench.run('clone p0 -> p1', 'open p0 d0 -> f0', `close p0 f0 ${before}`);
    bench.run('hotplug d0 remove', 'hotplug d0 add', 'open p1 d0 -> f1', 'start p1 f1', 'dma f1');
    expect(bench.run('continue p0')).toEqual(['success']);
    expect(bench.entry(0, 1)).toBe('mm0 present');
    expect(bench.k.smmu.caches.atc[1]!.mm).toBe(1);
    bench.run('close p1 f1');
    expect(bench.entry(0, 1)).toBe('absent');
  });

  it('uses the record in which its bond was listed, which was freed, also if another device has come', () => {
    for (const then of [[], ['hotplug d0 add']]) {
      const bench = old();
      bench.run('open p0 d0 -> f0', `close p0 f0 ${before}`, 'hotplug d0 remove', ...then);
      bench.run('continue p0');
      expect(bench.log).toContain('use-after-free in arm_smmu_sva_unbind: arm_smmu_master');
    }
  });

  it('holds the group, and so the default domain, which a release() uses meanwhile (before v6.4)', () => {
    for (const waits of [true, false]) {
      const bench = old();
      bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'close p0 f0', `close p1 f0 ${before}`);
      const { groups } = bench.k.iommu;
      const count = groups.live;
      // Without the unbind, what it holds goes with the device.
      if (!waits) groups.at(presentGroup(bench.k, 0), 'test').refs--;
      bench.run('hotplug d0 remove');
      expect(groups.live).toBe(waits ? count : count - 1);
      bench.run('exit p0');
      const isUsed = bench.log.includes('use-after-free in arm_smmu_mm_release: arm_smmu_domain');
      expect(isUsed).toBe(!waits);
      if (!waits) continue;
      bench.run('continue p1');
      expect(groups.live).toBe(count - 1);
    }
  });

  it('holds the group alone since v6.4: the default domain goes with the last device', () => {
    const bench = old({ deviceRelease: 'under-group-mutex' });
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'close p0 f0', `close p1 f0 ${before}`);
    bench.run('hotplug d0 remove', 'exit p0');
    expect(bench.log).toContain('use-after-free in arm_smmu_mm_release: arm_smmu_domain');
  });
});

describe('the removal of a device asks its driver whether SVA is enabled', () => {
  it.each(['before-group-mutex', 'under-group-mutex'] as const)(
    'under sva_lock, before the record is freed (%s)',
    (deviceRelease) => {
      const bench = new Bench({ deviceRelease });
      const { masters, svaLock } = bench.k.smmu;
      const { live } = masters;
      bench.run('hotplug d0 remove [stops at arm_smmu_release_device: before sva_lock]');
      expect(bench.k.iommu.groupMutex.locks[0]!.owner !== 0).toBe(
        deviceRelease === 'under-group-mutex',
      );
      const letGo = bench.hold(svaLock);
      expect(bench.run('continue-hotplug d0')).toEqual(['HUNG']);
      expect(masters.live).toBe(live);
      letGo();
      expect(bench.run('continue-hotplug d0')).toEqual(['success']);
      expect([masters.live, svaLock.locks[0]!.owner]).toEqual([live - 1, 0]);
    },
  );
});
