import { describe, expect, it } from 'vitest';
import { Bench } from '../../testing/kernel.ts';

describe('observations of the kernel:', () => {
  it('a table entry is absent, present, or quiet', () => {
    const bench = new Bench();
    const { seen } = bench;
    expect(seen.entry(0, 1)).toBe(0);
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1');
    expect([seen.entry(0, 1), seen.entryMm(0, 1)]).toEqual([1, 1]);
    bench.run('exit p0');
    expect([seen.entry(0, 1), seen.entryMm(0, 1)]).toEqual([2, 1]);
  });

  it('what is cached counts for a PASID in the device, and in the TLB while the entry leads there', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'start p0 f0', 'dma f0');
    expect(bench.seen.cachedMm(0, 1)).toBe(1);
    bench.k.smmu.caches.atc[1]!.mm = 0;
    expect(bench.seen.cachedMm(0, 1)).toBe(1);
    bench.k.smmu.contexts.rows[1]!.valid = 0;
    expect(bench.seen.cachedMm(0, 1)).toBe(0);
  });

  it('a bond shows its mm, its device and the PASID it was made under', () => {
    const bench = new Bench({ pasidFreeAt: 'mmput' });
    bench.run('open p0 d1 -> f0', 'fork p0 -> p1', 'exit p0');
    const { seen } = bench;
    expect([seen.bondMm(0), seen.bondDevice(0), seen.bondPasid(0)]).toEqual([1, 1, 1]);
    expect([seen.mmPasid(1), seen.bondMm(1)]).toEqual([0, 0]);
  });

  it('an mm that ended is not in use, and one that was freed has no PASID to show', () => {
    const bench = new Bench();
    const { seen } = bench;
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0');
    expect([seen.mmInUse(1), seen.mmPasid(1)]).toEqual([false, 1]);
    bench.run('close p1 f0');
    bench.settle();
    expect([seen.mmInUse(1), seen.mmPasid(1)]).toEqual([false, undefined]);
    expect(seen.mmInUse(2)).toBe(true);
  });

  it('an mm that several processes run in is in use until the last of them has left', () => {
    const bench = new Bench();
    const { seen } = bench;
    bench.run('clone p0 -> p1', 'clone p1 -> p2', 'exit p0', 'exec p2');
    expect(seen.mmInUse(1)).toBe(true);
    bench.run('exit p1');
    expect([seen.mmInUse(1), seen.mmPasid(1)]).toEqual([false, undefined]);
  });
});
