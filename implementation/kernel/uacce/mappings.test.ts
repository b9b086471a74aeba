import { describe, expect, it } from 'vitest';
import { Bench } from '../../../testing/kernel.ts';
import { findWorld } from '../../../model/worlds.ts';
import type { Switches } from '../switches.ts';

function opened(switches: Partial<Switches> = {}) {
  const bench = new Bench(switches);
  bench.run('open p0 d0 -> f0');
  return bench;
}

/** A queue in the world in which processes do everything that uacce allows. */
const openedForAll = (switches: Partial<Switches> = {}) => {
  const bench = new Bench(switches, findWorld('sva-uacce'));
  bench.run('open p0 d0 -> f0');
  return bench;
};

describe('mmap', () => {
  it('maps each region once', () => {
    const bench = opened();
    expect(
      bench.run('mmap p0 f0 mmio', 'mmap p0 f0 mmio', 'mmap p0 f0 dus', 'touch p0 f0 dus'),
    ).toEqual(['success', 'EEXIST', 'success', 'success']);
  });

  it('of a dead queue is refused for that, also if the region is mapped', () => {
    for (const [uacceDeadQueue, answer] of [
      ['own-check', 'ENXIO'],
      ['state-check', 'EINVAL'],
    ] as const) {
      const bench = opened({ uacceDeadQueue });
      bench.run('mmap p0 f0 mmio', 'hotplug d0 remove');
      expect(bench.run('mmap p0 f0 mmio')).toEqual([answer]);
    }
  });

  it('leaks nothing when it is refused', () => {
    const bench = opened();
    bench.run('mmap p0 f0 mmio', 'mmap p0 f0 mmio');
    expect([bench.k.uacce.qfrs.live, bench.k.vmas.live, bench.k.files.rows[0]!.refs]).toEqual([
      1, 1, 2,
    ]);
  });

  it('has its region before it waits for the mutex of the queue', () => {
    const bench = opened();
    bench.hold(bench.k.uacce.queueMutex);
    expect(bench.run('mmap p0 f0 mmio [allocation 2 fails]')).toEqual(['ENOMEM']);
    expect(bench.start('mmap p0 f0 mmio').waitsFor).toBe('q->mutex 0');
    expect(bench.k.uacce.qfrs.live).toBe(1);
  });

  it.each([1, 2])('leaks nothing when its allocation %i fails', (site) => {
    const bench = opened();
    const { cpu } = bench.k.machine;
    cpu.failing = cpu.allocations + site;
    expect(bench.run('mmap p0 f0 mmio', 'mmap p0 f0 mmio')).toEqual(['ENOMEM', 'success']);
    expect([bench.k.uacce.qfrs.live, bench.k.vmas.live, bench.k.files.rows[0]!.refs]).toEqual([
      1, 1, 2,
    ]);
  });
});

describe('close of a mapping', () => {
  it('frees its region and lets the queue forget it, so that it can be mapped again', () => {
    const bench = opened({ uacceVmaClose: 'forgets-region' });
    bench.run('mmap p0 f0 mmio', 'munmap p0 f0 mmio');
    expect(bench.k.uacce.qfrs.live).toBe(0);
    expect(bench.run('mmap p0 f0 mmio')).toEqual(['success']);
  });

  it('frees the region of that mapping, not its sibling', () => {
    const bench = opened();
    bench.run('mmap p0 f0 mmio', 'mmap p0 f0 dus', 'munmap p0 f0 mmio');
    expect(bench.run('mmap p0 f0 dus', 'mmap p0 f0 mmio')).toEqual(['EEXIST', 'success']);
  });

  it('clears the pointer under the mutex of the queue', () => {
    const bench = opened({ uacceVmaClose: 'forgets-region' });
    bench.run('mmap p0 f0 mmio');
    const letGo = bench.hold(bench.k.uacce.queueMutex);
    const munmap = bench.start('munmap p0 f0 mmio');
    expect(munmap.waitsFor).toBe('q->mutex 0');
    expect(bench.k.uacce.queues.rows[0]!.qfrMmio).not.toBe(0);
    letGo();
    expect(munmap.resume().finish()).toBe('success');
    expect(bench.k.uacce.queues.rows[0]!.qfrMmio).toBe(0);
  });

  it('took no lock and left the queue its pointer up to v6.4, so that the region counts as mapped', () => {
    const bench = opened({ uacceVmaClose: 'keeps-region' });
    bench.run('mmap p0 f0 mmio');
    const letGo = bench.hold(bench.k.uacce.queueMutex);
    expect(bench.run('munmap p0 f0 mmio')).toEqual(['success']);
    letGo();
    expect(bench.k.uacce.qfrs.live).toBe(0);
    expect(bench.run('mmap p0 f0 mmio')).toEqual(['EEXIST']);
  });
});

describe('mremap', () => {
  it('is refused with EPERM', () => {
    const bench = opened({ uacceMremap: 'refused' });
    expect(bench.run('mmap p0 f0 mmio', 'mremap p0 f0 mmio', 'munmap p0 f0 mmio')).toEqual([
      'success',
      'EPERM',
      'success',
    ]);
  });

  it('freed the region twice when it was allowed and close kept the pointer', () => {
    const bench = opened({ uacceMremap: 'moved', uacceVmaClose: 'keeps-region' });
    bench.run('mmap p0 f0 mmio', 'mremap p0 f0 mmio');
    expect(bench.log).toEqual([]);
    bench.run('munmap p0 f0 mmio');
    expect(bench.log).toEqual(['double free in uacce_vma_close: uacce_qfile_region']);
  });
});

describe('munmap of a part of a region', () => {
  it('is refused, or makes two areas and closes the second', () => {
    const refused = openedForAll({ uacceSplit: 'refused' });
    refused.run('mmap p0 f0 mmio');
    expect(refused.run('munmap-part p0 f0 mmio', 'touch p0 f0 mmio')).toEqual([
      'EINVAL',
      'success',
    ]);
    const split = openedForAll({ uacceSplit: 'split' });
    split.run('mmap p0 f0 mmio');
    expect(split.run('munmap-part p0 f0 mmio', 'touch p0 f0 mmio')).toEqual(['success', 'success']);
    expect([split.k.vmas.live, split.k.files.rows[0]!.refs, split.k.uacce.qfrs.live]).toEqual([
      1, 2, 1,
    ]);
    expect(split.log).toEqual([]);
  });

  it('after the first page of mmio closes the dus region, which is at that page of the file', () => {
    const bench = openedForAll({ uacceSplit: 'split', uacceVmaClose: 'keeps-region' });
    bench.run('mmap p0 f0 mmio', 'mmap p0 f0 dus', 'munmap-part p0 f0 mmio');
    expect([bench.k.uacce.qfrs.live, bench.log]).toEqual([1, []]);
    bench.run('munmap p0 f0 dus');
    expect(bench.log).toEqual(['double free in uacce_vma_close: uacce_qfile_region']);
  });

  it('behind the first page of dus closes nothing', () => {
    const bench = openedForAll({ uacceSplit: 'split', uacceVmaClose: 'keeps-region' });
    bench.run('mmap p0 f0 mmio', 'mmap p0 f0 dus', 'munmap-part p0 f0 dus');
    expect([bench.k.uacce.qfrs.live, bench.k.vmas.live]).toEqual([2, 2]);
  });

  it('finds a hole if there was a first one: one page is left, and nothing is closed again', () => {
    for (const line of ['munmap-part p0 f0 mmio', 'mremap p0 f0 mmio']) {
      const bench = openedForAll({
        uacceMremap: 'moved',
        uacceSplit: 'split',
        uacceVmaClose: 'keeps-region',
      });
      bench.run('mmap p0 f0 mmio', 'mmap p0 f0 dus', 'munmap-part p0 f0 mmio', line);
      const log = bench.log.length;
      expect(bench.run('munmap-part p0 f0 mmio', 'munmap-part p0 f0 dus')).toEqual([
        'success',
        'success',
      ]);
      expect([bench.k.vmas.live, bench.log.length]).toEqual([2, log]);
    }
  });

  it('hides the second area before the notifiers are told, from a task that knows the next page of the file', () => {
    const stops =
      'munmap-part p0 f0 mmio [stops at arm_smmu_mm_invalidate_range: called, ASID not yet read]';
    const hole = openedForAll({ uacceSplit: 'split' });
    hole.run('mmap p0 f0 mmio', 'clone p0 -> p1', stops);
    const touch = hole.start('touch p1 f0 dus');
    expect(touch.waitsFor).toBe('mmap_lock 0');
    hole.run('continue p0');
    expect(touch.resume().finish()).toBe('SIGSEGV');
    const both = openedForAll({ uacceSplit: 'split' });
    both.run('open p0 d0 -> f1', 'mmap p0 f1 mmio', 'mmap p0 f0 mmio', 'mmap p0 f0 dus');
    both.run('munmap p0 f1 mmio', 'clone p0 -> p1', stops);
    expect(both.k.vmas.rows[0]!.live).toBe(1); // the second area, before that of dus
    expect(both.start('touch p1 f0 dus').finish()).toBe('success');
  });

  it('that gets no memory for the second area changes nothing', () => {
    const bench = openedForAll({ uacceSplit: 'split' });
    bench.run('mmap p0 f0 mmio');
    expect(bench.run('munmap-part p0 f0 mmio [allocation 1 fails]')).toEqual(['ENOMEM']);
    expect([bench.k.vmas.live, bench.k.files.rows[0]!.refs]).toEqual([1, 2]);
    expect(bench.k.vmas.rows[0]!.cut).toBe(0);
  });
});

const zapped = (switches: Partial<Switches>) => {
  const bench = openedForAll(switches);
  bench.run('mmap p0 f0 mmio', 'fork p0 -> p1', 'open p1 d0 -> f1', 'mmap p1 f1 mmio');
  bench.run('hotplug d0 remove');
  return bench.run('touch p0 f0 mmio', 'touch p1 f1 mmio');
};

describe('the node through which a device was opened', () => {
  it('does not matter to removal since v6.5', () => {
    expect(zapped({ uacceInode: 'of-queue' })).toEqual(['SIGBUS', 'SIGBUS']);
    expect(zapped({ uacceInode: 'of-queue', uacceRemove: 'unmaps-first' })).toEqual([
      'SIGBUS',
      'SIGBUS',
    ]);
  });

  it('had to be the last one before that, or its mappings were left', () => {
    for (const uacceRemove of ['unmaps', 'unmaps-first'] as const)
      expect(zapped({ uacceInode: 'of-last-opener', uacceRemove })).toEqual(['success', 'SIGBUS']);
  });
});
