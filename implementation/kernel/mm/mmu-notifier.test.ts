import { describe, expect, it } from 'vitest';
import { Bench } from '../../../testing/kernel.ts';
import { mmuNotifierRelease } from './mmu-notifier.ts';

describe('a notifier', () => {
  it('holds one mm_count from its registration until its callback, and no mm_users', () => {
    const bench = new Bench({ cdPinsMm: 'none' });
    bench.run('open p0 d0 -> f0');
    expect(bench.mm(0)).toMatchObject({ users: 1, count: 2 });
    bench.run('close p0 f0', 'gp');
    expect(bench.mm(0).count).toBe(2);
    bench.run('work');
    expect(bench.mm(0).count).toBe(1);
  });

  it('is released with the address space, one per device', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'fork p0 -> p1', 'exit p0');
    const both = bench.k.smmu.notifiers.rows.slice(0, 2);
    expect(both.map((n) => [n.cleared, n.subscribed])).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect([bench.entry(0, 1), bench.entry(1, 1)]).toEqual(['mm0 quiet', 'mm0 quiet']);
  });

  it('is not released with another mm', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d0 -> f1', 'exit p1');
    expect(bench.entry(0, 1)).toBe('mm0 present');
  });

  it('that was put before the mm ended is not called at the end', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'close p0 f0');
    expect(bench.k.smmu.notifiers.live).toBe(1);
    bench.hold(bench.k.smmu.svaLock); // which release() would wait for
    expect(mmuNotifierRelease(bench.k, bench.task(0).mm).next().done).toBe(true);
  });
});
