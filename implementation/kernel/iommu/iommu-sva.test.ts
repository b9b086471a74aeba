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
});
