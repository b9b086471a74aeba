import { describe, expect, it } from 'vitest';
import { Bench } from '../../../testing/kernel.ts';

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
