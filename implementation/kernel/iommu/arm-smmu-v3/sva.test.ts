import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../../model/worlds.ts';
import { Bench } from '../../../../testing/kernel.ts';
import { ENODEV } from '../../machine/errno.ts';
import { toEnd } from '../../machine/hang.ts';
import type { Switches } from '../../switches.ts';
import { iommuDisableSva, iommuSvaUnbindDevice } from '../iommu-sva.ts';
import { iommuReleaseDevice } from '../iommu.ts';
import { armSmmuSvaBind } from './sva.ts';

function bound(switches: Partial<Switches> = {}) {
  const bench = new Bench(switches);
  bench.run('open p0 d0 -> f0');
  return bench;
}

import { tlbHolds } from './translation.ts';

describe('the first bind of an mm to a device', () => {
  it('writes the table entry under the mm’s PASID', () => {
    expect(bound().entry(0, 1)).toBe('mm0 present');
  });

  it('holds mm_count twice, for the notifier and for the descriptor, and no mm_users', () => {
    expect(bound().mm(0)).toMatchObject({ users: 1, count: 3 });
  });

  it('held mm_count once before the descriptor took one (up to v5.18-rc)', () => {
    expect(bound({ cdPinsMm: 'none' }).mm(0)).toMatchObject({ users: 1, count: 2 });
  });

  it('held mm_users in the workaround of April 2022', () => {
    expect(bound({ bondPins: 'mm_users' }).mm(0)).toMatchObject({ users: 2, count: 3 });
  });
});

describe('a second bind of the same mm and device', () => {
  it('shares the bond and counts its users', () => {
    const bench = bound();
    expect(bench.run('open p0 d0 -> f1', 'bind p0 f0 -> h0')).toEqual(['PASID 1', 'PASID 1']);
    expect(bench.k.smmu.bonds.live).toBe(1);
    expect(bench.k.smmu.bonds.rows[0]!.refs).toBe(3);
    expect(bench.mm(0).count).toBe(3);
  });

  it('was refused with EBUSY when each bind attached again (v6.8-rc), and leaves nothing', () => {
    const bench = bound({ bindReuse: 'attach-again' });
    const before = bench.k.machine.layout.snapshot();
    expect(bench.run('open p0 d0 -> f1')).toEqual(['EBUSY']);
    const changed = bench.k.machine.layout.difference(before).map((d) => d.field);
    expect(changed.filter((field) => /\.(live|refs|count|users)$/.test(field))).toEqual([]);
  });
});

describe('a bind to a second device', () => {
  it('makes a bond and a notifier of its own, under the same PASID', () => {
    const bench = bound();
    expect(bench.run('open p0 d1 -> f1')).toEqual(['PASID 1']);
    expect([bench.k.smmu.bonds.live, bench.k.smmu.notifiers.live]).toEqual([2, 2]);
    expect([bench.entry(0, 1), bench.entry(1, 1)]).toEqual(['mm0 present', 'mm0 present']);
    expect(bench.mm(0).count).toBe(4);
  });
});

const exhausted = (mmgetInBind: Switches['mmgetInBind']) => {
  const bench = new Bench({ bondPins: 'mm_users', mmgetInBind }, findWorld('sva-one-pasid'));
  expect(bench.run('alloc -> n0', 'open p0 d0 -> f0')[1]).toBe('ENOSPC');
  return bench.mm(0).users;
};

describe('a bind', () => {
  it('to a device without SVA is refused with ENODEV, and allocates nothing', () => {
    const { k } = new Bench();
    k.smmu.masters.rows[0]!.svaEnabled = 0;
    const before = k.machine.cpu.allocations;
    expect(toEnd(armSmmuSvaBind(k, 0, k.tasks.rows[0]!.mm))).toBe(ENODEV);
    expect(k.machine.cpu.allocations).toBe(before);
    expect(k.smmu.svaLock.locks[0]!.owner).toBe(0);
  });

  it('on a device keeps SVA enabled there, and the release of the device warns of it', () => {
    const { k } = bound();
    toEnd(iommuDisableSva(k, 0));
    toEnd(iommuReleaseDevice(k, 0));
    expect(k.machine.splats.map(({ where }) => where)).toEqual(['arm_smmu_release_device']);
  });

  it('that a removed device has left is not undone by unbind, which finds no group', () => {
    const { k } = bound({ removedDevice: 'of-bus' });
    toEnd(iommuReleaseDevice(k, 0));
    toEnd(iommuSvaUnbindDevice(k, k.smmu.bonds.pointer(k.smmu.bonds.rows[0]!)));
    expect(k.smmu.bonds.rows[0]).toMatchObject({ live: 1, refs: 1, listed: 1 });
  });
});

describe('a bind that fails', () => {
  it.each([
    ['mmdrop', 1],
    ['last-unbind', 0],
  ] as const)('leaves the PASID in the mm, unless bonds count it (%s)', (pasidFreeAt, owner) => {
    const bench = new Bench({ pasidFreeAt });
    expect(bench.run('open p0 d0 -> f0 [allocation 5 fails]')).toEqual(['ENOMEM']);
    expect(bench.seen.pasidOwner(1)).toBe(owner);
  });

  const sites = [
    'file',
    'queue',
    'bond',
    'PASID',
    'descriptor',
    'ASID',
    'notifier',
    'list of notifiers',
    'hardware queue',
  ];

  describe.each(['mmdrop', 'last-unbind', 'mmput'] as const)(
    'where %s frees the PASID',
    (pasidFreeAt) => {
      it.each(sites)('for want of memory for the %s leaves nothing behind', (site) => {
        const bench = new Bench({ pasidFreeAt });
        const { cpu } = bench.k.machine;
        cpu.failing = cpu.allocations + sites.indexOf(site) + 1;
        const [answer] = bench.run('open p0 d0 -> f0');
        expect(answer).toBe('ENOMEM');
        expect(
          bench
            .settle()
            .seen.leftovers()
            .filter(({ kind }) => kind !== 'PASID'),
        ).toEqual([
          { kind: 'object', says: 'mm_struct mm0 (mm_users 1, mm_count 1), held by task p0' },
        ]);
        expect(bench.run('exit p0')).toEqual(['success']);
        expect(bench.seen.leftovers()).toEqual([]);
        expect(bench.log).toEqual([]);
      });
    },
  );

  it('has no other allocation that could fail', () => {
    const bench = new Bench();
    const { cpu } = bench.k.machine;
    const before = cpu.allocations;
    bench.run('open p0 d0 -> f0');
    expect(cpu.allocations - before).toBe(sites.length);
  });

  it('kept mm_users in the first workaround, which took it also then', () => {
    expect(exhausted('on-success')).toBe(1);
    expect(exhausted('always')).toBe(2);
  });
});

describe('unbind', () => {
  it('that is not the last leaves the entry and every count but the bond’s', () => {
    const bench = bound();
    bench.run('open p0 d0 -> f1', 'close p0 f0');
    expect(bench.k.smmu.bonds.rows[0]).toMatchObject({ live: 1, refs: 1 });
    expect(bench.entry(0, 1)).toBe('mm0 present');
  });

  it('that is the last clears the entry and frees the bond', () => {
    const bench = bound();
    bench.run('close p0 f0');
    expect(bench.entry(0, 1)).toBe('absent');
    expect(bench.k.smmu.bonds.live).toBe(0);
  });

  it('that is the last invalidates the TLB and the device’s cache', () => {
    const bench = bound();
    bench.run('start p0 f0', 'dma f0');
    expect([tlbHolds(bench.k, 1), bench.seen.cachedMm(0, 1)]).toEqual([1, 1]);
    bench.run('close p0 f0');
    expect([tlbHolds(bench.k, 1), bench.seen.cachedMm(0, 1)]).toEqual([0, 0]);
  });

  it('that does not invalidate leaves both', () => {
    const bench = bound({ unbindInvalidate: 'never' });
    bench.run('start p0 f0', 'dma f0', 'close p0 f0');
    expect([tlbHolds(bench.k, 1), bench.seen.cachedMm(0, 1)]).toEqual([1, 1]);
  });

  it('does not invalidate again what the end of the mm did', () => {
    const bench = bound();
    bench.run('fork p0 -> p1', 'exit p0');
    // whatever is there now was not put there by this bond
    bench.k.smmu.caches.atc[1]!.mm = 2;
    bench.run('close p1 f0');
    expect(bench.seen.cachedMm(0, 1)).toBe(2);
  });

  it('drops the reference of the descriptor at once, and that of the notifier after a grace period', () => {
    const bench = bound();
    bench.run('close p0 f0');
    expect(bench.mm(0).count).toBe(2);
    bench.run('gp', 'work');
    expect(bench.mm(0).count).toBe(1);
  });

  it('once too often is reported as a refcount underflow', () => {
    const bench = bound();
    const bond = bench.k.smmu.bonds.pointer(bench.k.smmu.bonds.rows[0]!);
    iommuSvaUnbindDevice(bench.k, bond).next();
    iommuSvaUnbindDevice(bench.k, bond).next();
    expect(bench.log).toContain('use-after-free in arm_smmu_sva_unbind: arm_smmu_bond');
    expect(bench.log).toContain('refcount underflow in arm_smmu_sva_unbind: bond->refs');
  });
});

const holding = (mmputInUnbind: Switches['mmputInUnbind']) =>
  bound({ bondPins: 'mm_users', mmputInUnbind });

describe('a bond that holds mm_users', () => {
  it('gives it back after sva_lock: the address space ends in unbind', () => {
    const bench = holding('after-unlock');
    expect(bench.run('exit p0')).toEqual(['success']);
    expect(bench.settle().seen.leftovers()).toEqual([]);
    expect(bench.log).toEqual([]);
  });

  it('and gives it back under sva_lock waits for itself', () => {
    const bench = holding('under-lock');
    expect(bench.run('exit p0')).toEqual(['HUNG']);
    expect(bench.log).toEqual(['recursive locking in arm_smmu_mm_release: sva_lock']);
  });

  it('and gives it back under sva_lock is fine while the task has the mm as well', () => {
    const bench = holding('under-lock');
    expect(bench.run('close p0 f0', 'exit p0')).toEqual(['success', 'success']);
    expect(bench.log).toEqual([]);
  });

  it('and reads the mm from the bond after freeing it is a use after free', () => {
    const bench = holding('after-bond-freed');
    bench.run('close p0 f0');
    expect(bench.log).toEqual(['use-after-free in arm_smmu_sva_unbind: arm_smmu_bond']);
  });

  it('keeps an mm in use that has the queue mapped, and so the file, and so itself', () => {
    const bench = holding('after-unlock');
    bench.run('mmap p0 f0 mmio', 'exit p0');
    bench.settle();
    expect(bench.k.mms.rows[0]).toMatchObject({ live: 1, users: 1 });
    expect(bench.seen.referenceCycle()).toEqual([
      'mm0',
      'its mapping of f0',
      'f0',
      'the bond of f0',
      'mm0',
    ]);
  });

  it('keeps nothing where the queue was unmapped before', () => {
    const bench = holding('after-unlock');
    bench.run('mmap p0 f0 mmio', 'munmap p0 f0 mmio', 'exit p0');
    expect(bench.settle().seen.leftovers()).toEqual([]);
    expect(bench.seen.referenceCycle()).toBeUndefined();
  });
});

const left = () => {
  const bench = new Bench({ uacceMutexCovers: 'list-alone', removedDevice: 'of-bus' });
  bench.run(
    'open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]',
    'hotplug d0 remove',
    'hotplug d0 add',
    'continue p0',
  );
  return bench;
};

describe('a bond that a removed device has left', () => {
  it('is not found by a bind to the device that comes next, which makes its own', () => {
    const bench = left();
    expect(bench.run('open p0 d0 -> f1', 'start p0 f1', 'dma f1')).toEqual([
      'PASID 1',
      'success',
      'reaches mm0',
    ]);
    expect([bench.k.smmu.bonds.live, bench.k.smmu.notifiers.live]).toEqual([2, 2]);
  });

  it('does not keep that from being removed in turn', () => {
    const bench = left();
    const warnings = bench.log.length;
    bench.run('hotplug d0 remove');
    expect(bench.log.slice(warnings)).toEqual([]);
  });

  it.each([
    ['arm_smmu_mm_release', ['exit p0']],
    ['arm_smmu_mm_invalidate_range', ['open p0 d1 -> f1', 'mmap p0 f1 mmio', 'munmap p0 f1 mmio']],
  ] as const)('leaves a notifier behind, and %s uses the domain that was freed', (where, lines) => {
    const bench = left();
    bench.run(...lines);
    expect(bench.log).toContain(`use-after-free in ${where}: arm_smmu_domain`);
  });
});
