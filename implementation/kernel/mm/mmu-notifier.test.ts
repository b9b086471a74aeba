import { describe, expect, it } from 'vitest';
import { Bench, journal } from '../../../testing/kernel.ts';
import { findWorld } from '../../../model/worlds.ts';
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
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'fork p0 -> p1');
    const both = bench.k.smmu.notifiers.rows.slice(0, 2);
    // In an SRCU section, and none is unlinked before all were called.
    const stops = '[stops at arm_smmu_mm_release: before sva_lock]';
    bench.run(`exit p0 ${stops}`, `continue p0 ${stops}`);
    expect([bench.k.srcu.readers[0]!.owner, ...both.map((n) => n.subscribed)]).toEqual([1, 1, 1]);
    bench.run('continue p0');
    expect(bench.k.srcu.readers[0]!.owner).toBe(0);
    expect(both.map((n) => [n.cleared, n.subscribed])).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect([bench.entry(0, 1), bench.entry(1, 1)]).toEqual(['mm0 quiet', 'mm0 quiet']);
  });

  it('is released before those that were registered earlier', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'fork p0 -> p1');
    const [entry0, entry1] = [0, 1].map((d) => bench.k.smmu.contexts.rows[d * 4 + 1]!);
    const order = journal({ d0: [entry0!, 'epd0'], d1: [entry1!, 'epd0'] });
    bench.run('exit p0');
    expect(order).toEqual(['d1 1', 'd0 1']);
  });

  it('that is the first of an mm allocates a list, which stays when the last has gone', () => {
    const bench = new Bench();
    const allocates = (line: string) => {
      const sites: string[] = (bench.k.machine.sites = []);
      bench.run(line);
      return sites.includes('mmu_notifier_subscriptions');
    };
    expect(allocates('open p0 d0 -> f0')).toBe(true);
    bench.run('close p0 f0');
    bench.settle();
    expect(allocates('open p0 d0 -> f0')).toBe(false);
    bench.run('fork p0 -> p1');
    expect(allocates('open p1 d0 -> f1')).toBe(true);
  });

  it('is not released with another mm', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d0 -> f1', 'exit p1');
    expect(bench.entry(0, 1)).toBe('mm0 present');
  });

  it('is registered under mmap_lock', () => {
    const bench = new Bench();
    const { index } = bench.mm(0);
    const letGo = bench.hold(bench.k.mmapLock, index);
    const open = bench.start('open p0 d0 -> f0');
    expect(open.waitsFor).toBe(`mmap_lock ${index}`);
    expect(bench.entry(0, 1)).toBe('absent');
    letGo();
    expect(open.resume().finish()).toBe('PASID 1');
  });

  it('that was put before the mm ended is not called at the end', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'close p0 f0');
    expect(bench.k.smmu.notifiers.live).toBe(1);
    bench.hold(bench.k.smmu.svaLock); // which release() would wait for
    expect(mmuNotifierRelease(bench.k, bench.task(0).mm).next().done).toBe(true);
  });
});

/** p0 ends and is about to call the notifier of d1, when p1 closes its files in this order. */
const released = (...files: readonly string[]) => {
  const bench = new Bench({ callbackAsid: 'in-descriptor', notifierPut: 'leaves-unmarked' });
  bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'fork p0 -> p1', 'close p0 f0', 'close p0 f1');
  bench.run('exit p0 [stops at arm_smmu_mm_release: before sva_lock]');
  bench.run(...files.map((f) => `close p1 ${f}`), 'continue p0');
  return bench.log;
};

/** VT-d unregisters its notifiers; f0 is shared by p0 and p1. */
const bound = (...lines: readonly string[]): Bench => {
  const bench = new Bench({}, findWorld('vtd-small'));
  bench.run('open p0 d0 -> f0', 'fork p0 -> p1', ...lines);
  return bench;
};

describe('a notifier', () => {
  it('that is unregistered calls release() unless the mm has ended, waits for readers, and drops the mm', () => {
    const alive = bound('close p1 f0');
    const sections = journal({ reader: [alive.k.srcu.readers[0]!, 'owner'] });
    const count = alive.mm(0).count;
    const letGo = alive.hold({ name: 'SRCU reader', rank: 0, locks: alive.k.srcu.readers }, 1);
    const close = alive.start('close p0 f0');
    expect([sections, close.waitsFor]).toEqual([['reader 1', 'reader 0'], 'SRCU reader 1']);
    letGo();
    expect(close.resume().finish()).toBe('success');
    expect(alive.mm(0).count).toBe(count - 1);

    const ended = bound('exit p0');
    const none = journal({ reader: [ended.k.srcu.readers[1]!, 'owner'] });
    expect([ended.run('close p1 f0'), none, ended.k.mms.rows.length]).toEqual([['success'], [], 2]);
  });
});

describe('a notifier that is put while its callback runs', () => {
  it('leads on to the next one, which was put after it', () => {
    const read = 'use-after-free in arm_smmu_mm_release: arm_smmu_ctx_desc';
    expect(released('f1', 'f0')).toEqual([read, read]);
  });

  it('does not lead on to one that was put before it', () => {
    const read = 'use-after-free in arm_smmu_mm_release: arm_smmu_ctx_desc';
    expect(released('f0', 'f1')).toEqual([read]);
    expect(released('f0')).toEqual([]);
  });
});

describe('the memory of an mm that is unmapped', () => {
  const called = 'arm_smmu_mm_invalidate_range: called, ASID not yet read';
  const mapped = ['open p0 d0 -> f0', 'mmap p0 f0 mmio'];

  it.each(['munmap p0 f0 mmio', 'munmap-part p0 f0 mmio', 'mremap p0 f0 mmio'])(
    'reaches the notifiers, in an SRCU section and under mmap_lock (%s)',
    (line) => {
      const bench = new Bench(
        { uacceMremap: 'moved', uacceSplit: 'split' },
        findWorld('sva-uacce'),
      );
      const { index } = bench.mm(0);
      bench.run(...mapped, `${line} [stops at ${called}]`);
      const readers = bench.k.srcu.readers.map(({ owner }) => owner);
      expect([readers[0], bench.k.mmapLock.locks[index]!.owner]).toEqual([1, 1]);
      expect(bench.run('continue p0')).toEqual(['success']);
      expect(bench.k.srcu.readers.some(({ owner }) => owner !== 0)).toBe(false);
    },
  );

  it('reaches the notifiers also if the driver refused to map it, before the area is freed', () => {
    const bench = new Bench();
    expect(bench.run(...mapped, `mmap p0 f0 mmio [stops at ${called}]`).at(-1)).toBe('PAUSED');
    expect([bench.k.mmapLock.locks[bench.mm(0).index]!.owner, bench.k.vmas.live]).toEqual([1, 2]);
    expect([bench.run('continue p0'), bench.k.vmas.live]).toEqual([['EEXIST'], 1]);
  });

  it('reaches the notifiers before the driver closes the area and the file is put', () => {
    const bench = new Bench();
    bench.run(...mapped, `munmap p0 f0 mmio [stops at ${called}]`);
    expect([bench.k.uacce.qfrs.live, bench.k.vmas.live]).toEqual([1, 1]);
  });

  it('reaches one notifier after the other, even if the first is put meanwhile', () => {
    const bench = new Bench({ callbackAsid: 'in-descriptor' });
    bench.run(...mapped, 'open p0 d1 -> f1', `munmap p0 f0 mmio [stops at ${called}]`);
    bench.run('hotplug d0 remove', 'gp', 'work');
    expect(bench.k.smmu.notifiers.live).toBe(2); // its callback is running
    bench.run(`continue p0 [stops at ${called}]`, 'continue p0', 'gp', 'work');
    expect(bench.k.smmu.notifiers.live).toBe(1);
    expect(bench.log).toEqual([]); // the descriptor is shared, so the other bond keeps it
  });

  it('is told to nobody if nothing is bound', () => {
    const bench = new Bench();
    bench.run(...mapped, 'hotplug d0 remove');
    expect(bench.run(`munmap p0 f0 mmio [stops at ${called}]`)).toEqual(['success']);
  });
});
