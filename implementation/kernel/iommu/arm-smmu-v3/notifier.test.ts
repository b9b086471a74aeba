import { describe, expect, it } from 'vitest';
import { Bench, journal } from '../../../../testing/kernel.ts';
import { toEnd } from '../../machine/hang.ts';
import type { Switches } from '../../switches.ts';
import { armSmmuMmuNotifierOps } from './notifier.ts';
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

  it('invalidates after the change of the entry: first the TLB, then the device’s cache', () => {
    const bench = bound();
    bench.run('start p0 f0', 'dma f0', 'fork p0 -> p1');
    const { caches, contexts } = bench.k.smmu;
    const order = journal({
      quiet: [contexts.rows[1]!, 'epd0'],
      TLB: [caches.tlb[0]!, 'mm'],
      ATC: [caches.atc[1]!, 'mm'],
    });
    bench.run('exit p0');
    expect(order).toEqual(['quiet 1', 'TLB 0', 'ATC 0']);
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

  it('comes once: what another bond has written since then stays', () => {
    const bench = bound();
    bench.run('fork p0 -> p1', 'exit p0');
    const [entry, n] = [bench.k.smmu.contexts.rows[1]!, bench.k.smmu.notifiers.rows[0]!];
    entry.epd0 = 0;
    toEnd(armSmmuMmuNotifierOps.release(bench.k, bench.k.smmu.notifiers.pointer(n), n.mm));
    expect(entry.epd0).toBe(0);
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

/** An exit is overtaken by the last unbind, which frees the PASID: is entry 0 quiet then, and what remains? */
const overtaken = (notifierPut: Switches['notifierPut']) => {
  const bench = bound({ notifierPut, pasidFreeAt: 'last-unbind', unbindIndex: 'mm-pasid' });
  bench.run('fork p0 -> p1', 'close p0 f0');
  bench.run('exit p0 [stops at arm_smmu_mm_release: before sva_lock]', 'close p1 f0');
  bench.run('continue p0');
  return [
    bench.k.smmu.contexts.rows[0]!.epd0,
    bench.seen.leftovers().find(({ kind }) => kind === 'context descriptor')?.says,
  ];
};

describe('the last unbind while a callback of the notifier runs', () => {
  const called = 'arm_smmu_mm_invalidate_range: called, ASID not yet read';
  const passed = (callbackAsid: Switches['callbackAsid']) => {
    const bench = bound({ callbackAsid });
    bench.run('mmap p0 f0 mmio', `munmap p0 f0 mmio [stops at ${called}]`, 'hotplug d0 remove');
    expect([bench.k.smmu.cds.live, bench.k.smmu.notifiers.live]).toEqual([0, 1]);
    expect(bench.run('continue p0')).toEqual(['success']);
    return bench.log;
  };

  it('frees the descriptor; the ASID is still in the notifier', () => {
    expect(passed('in-notifier')).toEqual([]);
  });

  it('frees the descriptor, in which the callback then reads the ASID (up to v6.10)', () => {
    expect(passed('in-descriptor')).toEqual([
      'use-after-free in arm_smmu_mm_invalidate_range: arm_smmu_ctx_desc',
    ]);
  });

  it('and frees the PASID: a release that was overtaken silences entry 0, of the default domain (v5.17)', () => {
    expect(overtaken('leaves-unmarked')).toEqual([
      1,
      'quiet context descriptor of d0 for DMA without a PASID',
    ]);
    expect(overtaken('marks-cleared')[0]).toBe(0);
  });
});

describe('a table entry that cannot be written', () => {
  const registered = 'arm_smmu_mmu_notifier_get: notifier registered, entry not yet written';
  const largest = ['alloc -> n0', 'open p0 d0 -> f0 [allocation 9 fails]'];

  it('for want of a leaf of the table fails the bind, and the notifier goes after a grace period', () => {
    const bench = new Bench({ cdTable: 'two-level' });
    expect(bench.run(...largest).at(-1)).toBe('ENOMEM');
    expect([bench.k.smmu.cds.live, bench.k.smmu.bonds.live]).toEqual([0, 0]);
    expect(bench.k.smmu.notifiers.rows[0]).toMatchObject({ live: 1, subscribed: 0, listed: 0 });
    bench.settle();
    expect(bench.k.smmu.notifiers.live).toBe(0);
    expect(bench.mm(0)).toMatchObject({ count: 1, asidPins: 0 });
  });

  it('needs a leaf once for each device, and again after it was removed', () => {
    const bench = new Bench({ cdTable: 'two-level' });
    const sites: string[] = [];
    const allocates = (...lines: string[]) => {
      bench.k.machine.sites = sites;
      sites.length = 0;
      bench.run(...lines);
      return sites.includes('CD leaf table');
    };
    bench.run('alloc -> n0');
    expect(allocates('open p0 d0 -> f0')).toBe(true);
    expect(allocates('close p0 f0', 'open p0 d0 -> f0')).toBe(false);
    expect(allocates('open p0 d1 -> f1')).toBe(true);
    bench.run('hotplug d0 remove', 'hotplug d0 add');
    expect(allocates('open p0 d0 -> f2')).toBe(true);
  });

  it('needs none in the first leaf, which has the entry of the default domain', () => {
    const bench = new Bench({ cdTable: 'two-level' });
    bench.run('open p0 d0 -> f0');
    expect(bench.k.smmu.devices[0]!.leaf).toBe(0);
  });

  it('frees the descriptor while a callback of the new notifier may run', () => {
    const bench = new Bench({ cdTable: 'two-level', callbackAsid: 'in-descriptor' });
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'clone p1 -> p2', 'mmap p1 f0 mmio');
    bench.run(`open p1 d1 -> f1 [allocation 9 fails] [stops at ${registered}]`);
    const called = 'arm_smmu_mm_invalidate_range: called, ASID not yet read';
    bench.run(`munmap p2 f0 mmio [stops at ${called}]`);
    expect(bench.run('continue p1')).toEqual(['ENOMEM']);
    bench.run('continue p2');
    expect(bench.log).toEqual([
      'use-after-free in arm_smmu_mm_invalidate_range: arm_smmu_ctx_desc',
    ]);
  });
});

/** d1 is quiet, and d0 may or may not be; then both do DMA. */
const between = (releaseCovers: Switches['releaseCovers']): Bench => {
  const bench = new Bench({ releaseCovers });
  bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'start p0 f0', 'start p0 f1');
  bench.run('exit p0 [stops at arm_smmu_mm_release: before sva_lock]');
  bench.run('continue p0 [stops at arm_smmu_mm_release: before sva_lock]');
  bench.run('dma f0', 'dma f1', 'continue p0');
  return bench;
};

describe('release() of an mm that two devices use', () => {
  it('makes the entries of both quiet before it invalidates their TLB', () => {
    expect(between('every-device').seen.cachedMm(1, 1)).toBe(0);
  });

  it('did so one after the other before v6.10: a device that is quiet hit what the other one had filled', () => {
    expect(between('own-device').seen.cachedMm(1, 1)).toBe(1);
  });
});
