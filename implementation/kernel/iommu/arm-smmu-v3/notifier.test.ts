import { describe, expect, it } from 'vitest';
import { Bench } from '../../../../testing/kernel.ts';
import type { Switches } from '../../switches.ts';
import { tlbHolds } from './translation.ts';

function bound(switches: Partial<Switches> = {}) {
  const bench = new Bench(switches);
  bench.run('open p0 d0 -> f0');
  return bench;
}

const daemonCloses = (unbindIndex: Switches['unbindIndex']) => {
  const bench = bound({ pasidFreeAt: 'mmput', unbindIndex });
  bench.run('fork p0 -> p1', 'exit p0', 'close p1 f0');
  return bench;
};

describe('the table index that unbind addresses', () => {
  it('is the one that bind wrote, whatever mm->pasid is by then', () => {
    const bench = daemonCloses('saved-at-bind');
    expect(bench.entry(0, 1)).toBe('absent');
    expect(bench.log).toEqual([]);
  });

  it('was mm->pasid, which missed the entry once the PASID was dropped (v5.18-rc1)', () => {
    const bench = daemonCloses('mm-pasid');
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
    expect(bench.log).toEqual([
      'out of bounds in arm_smmu_write_ctx_desc: substream -1 of the CD table',
    ]);
  });
});

const entryAfter = (unbindEntry: Switches['unbindEntry'], ...lines: string[]) => {
  const bench = bound({ unbindEntry });
  bench.run(...lines);
  return bench.entry(0, 1);
};

describe('the end of the mm (release)', () => {
  it('makes the entry quiet, and invalidates the TLB and the device’s cache', () => {
    const bench = bound();
    bench.run('start p0 f0', 'dma f0', 'fork p0 -> p1', 'exit p0');
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
    expect([tlbHolds(bench.k, 1), bench.seen.cachedMm(0, 1)]).toEqual([0, 0]);
    expect(bench.run('dma f0')).toEqual(['aborted']);
  });

  it('that clears the entry lets the device, which still runs, meet none', () => {
    const bench = bound({ releaseEntry: 'clear' });
    bench.run('start p0 f0', 'fork p0 -> p1', 'exit p0');
    expect(bench.entry(0, 1)).toBe('absent');
    expect(bench.run('dma f0')).toEqual(['fault: no valid context descriptor']);
  });

  it('that leaves the invalidation to unbind lets the device reach pages until then', () => {
    const bench = bound({ releaseInvalidate: 'left-to-unbind' });
    bench.run('start p0 f0', 'dma f0', 'fork p0 -> p1', 'exit p0');
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
    expect(bench.run('dma f0')).toEqual(['reaches mm0']);
    expect(bench.log).toEqual([
      'use-after-free in DMA: pages of mm0, through a cached translation',
    ]);
    bench.run('close p1 f0');
    expect(bench.seen.cachedMm(0, 1)).toBe(0);
  });

  it('leaves the entry to unbind, which clears it, unless it takes the work for done', () => {
    expect(entryAfter('always-cleared', 'exit p0')).toBe('absent');
    expect(entryAfter('unless-released', 'exit p0')).toBe('mm0 quiet');
    expect(entryAfter('unless-released', 'close p0 f0')).toBe('absent');
  });

  it('takes sva_lock', () => {
    const bench = bound();
    const letGo = bench.hold(bench.k.smmu.svaLock);
    const exit = bench.start('exit p0');
    expect(exit.waitsFor).toBe('sva_lock');
    expect(bench.entry(0, 1)).toBe('mm0 present');
    letGo();
    expect(exit.resume().finish()).toBe('success');
    expect(bench.k.smmu.svaLock.locks[0]!.owner).toBe(0);
  });
});
