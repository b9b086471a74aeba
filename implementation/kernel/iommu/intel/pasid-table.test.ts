import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../../model/worlds.ts';
import { Bench, journal } from '../../../../testing/kernel.ts';
import type { Switches } from '../../switches.ts';

const used = (switches: Partial<Switches> = {}): Bench => {
  const bench = new Bench(switches, findWorld('vtd-small'));
  bench.run('open p0 d0 -> f0', 'dma f0');
  return bench;
};

/** The order in which the entry and its caches are written from now on. */
const order = (b: Bench) => {
  const { entries, cache, iotlb, devTlb } = b.k.intel.table;
  return journal({
    present: [entries[1]!, 'present'],
    cache: [cache[1]!, 'mm'],
    iotlb: [iotlb[1]!, 'mm'],
    device: [devTlb[1]!, 'mm'],
  });
};

describe('an entry that is torn down', () => {
  it('is cleared, and then flushed from the PASID cache, the IOTLB and the device TLB, in this order', () => {
    const b = used();
    const steps = order(b);
    b.run('close p0 f0');
    expect(steps).toEqual(['present 0', 'cache 0', 'iotlb 0', 'device 0']);
  });

  it('was flushed before it was cleared, so that an access in between is cached for good (v4.4)', () => {
    const b = used({ entryTearDown: 'flushed-first' });
    const steps = order(b);
    b.run('exit p0 [stops at intel_pasid_tear_down_entry: caches flushed, entry not yet cleared]');
    b.run('dma f0', 'continue p0');
    expect(steps.filter((step) => step.endsWith(' 0'))).toEqual([
      'cache 0',
      'iotlb 0',
      'device 0',
      'present 0',
    ]);
    expect(b.seen.cachedMm(0, 1)).toBe(1);
  });
});
