import { describe, expect, it } from 'vitest';
import { Bench } from '../../../testing/kernel.ts';
import { findWorld } from '../../../model/worlds.ts';
import type { Switches } from '../switches.ts';
import { queueState } from './queue.ts';

function opened(switches: Partial<Switches> = {}) {
  const bench = new Bench(switches);
  bench.run('open p0 d0 -> f0');
  return bench;
}

describe('open', () => {
  it('binds the caller’s mm and answers its PASID', () => {
    const bench = opened();
    expect(bench.run('fork p0 -> p1', 'open p1 d0 -> f1', 'open p0 d1 -> f2')).toEqual([
      'success',
      'PASID 2',
      'PASID 1',
    ]);
  });

  it('leaves the queue initialised, with a hardware queue that does not run', () => {
    const { k } = opened();
    expect(k.uacce.queues.rows[0]!.state).toBe(queueState.init);
    expect(k.uacce.qps.rows[0]).toMatchObject({ live: 1, running: 0, pasid: 1, device: 0 });
  });

  it('fails with ENODEV after the device was removed', () => {
    expect(new Bench().run('hotplug d0 remove', 'open p0 d0 -> f0')).toEqual(['success', 'ENODEV']);
  });
});

describe('UACCE_CMD_START_Q', () => {
  it('lets the hardware run, once', () => {
    const bench = opened();
    expect(bench.run('dma f0', 'start p0 f0', 'start p0 f0', 'dma f0')).toEqual([
      'ENXIO',
      'success',
      'EINVAL',
      'reaches mm0',
    ]);
  });

  it('works for every process with a descriptor, no matter which process opened the file', () => {
    const bench = opened();
    bench.run('fork p0 -> p1', 'close p0 f0');
    expect(bench.run('start p0 f0', 'start p1 f0')).toEqual(['EBADF', 'success']);
  });

  it('runs under the PASID of the mm that opened the queue', () => {
    const bench = opened();
    expect(bench.run('fork p0 -> p1', 'start p1 f0', 'dma f0')[2]).toBe('reaches mm0');
  });
});

const touchAfterPut = (uaccePutQ: Switches['uaccePutQ'], region: string) => {
  const bench = opened({ uaccePutQ });
  bench.run(`mmap p0 f0 ${region}`, 'putq p0 f0', `touch p0 f0 ${region}`);
  return bench.log;
};

const revived = (uaccePutQ: Switches['uaccePutQ']) => {
  const bench = opened({ uaccePutQ, uacceDeadQueue: 'state-check' });
  bench.run('hotplug d0 remove', 'putq p0 f0', 'start p0 f0');
  return bench.log;
};

describe('UACCE_CMD_PUT_Q', () => {
  it('stops the queue, which can be started again', () => {
    const bench = opened({ uaccePutQ: 'stop' });
    expect(bench.run('start p0 f0', 'putq p0 f0')).toEqual(['success', 'success']);
    expect(bench.k.uacce.qps.rows[0]).toMatchObject({ live: 1, running: 0 });
    expect(bench.run('start p0 f0', 'dma f0')).toEqual(['success', 'reaches mm0']);
  });

  it('stopped it for good and freed its resources before commit 26c08dabe547', () => {
    const bench = opened({ uaccePutQ: 'stop-and-put', uacceDeadQueue: 'state-check' });
    expect(bench.run('start p0 f0', 'putq p0 f0', 'putq p0 f0')).toEqual([
      'success',
      'success',
      'success',
    ]);
    expect(bench.k.uacce.qps.live).toBe(0);
    expect(bench.run('start p0 f0', 'mmap p0 f0 mmio')).toEqual(['EINVAL', 'EINVAL']);
    bench.run('close p0 f0');
    expect(bench.log).toEqual([]);
  });

  it('leaves a dead queue dead, unless it calls every queue ready', () => {
    expect(revived('stop')).toEqual([]);
    expect(revived('stop-and-put')).toEqual([]);
    expect(revived('stop-and-init')).toEqual(['use-after-free in start_queue: hisi_qp']);
  });

  it('keeps the bond in any case', () => {
    for (const uaccePutQ of ['stop', 'stop-and-put', 'stop-and-init'] as const) {
      const bench = opened({ uaccePutQ });
      bench.run('putq p0 f0');
      expect(bench.entry(0, 1)).toBe('mm0 present');
    }
  });

  it('leaves memory that user space has mapped, unless it frees it', () => {
    expect(touchAfterPut('stop', 'dus')).toEqual([]);
    expect(touchAfterPut('stop-and-put', 'dus')).toEqual([
      'use-after-free in user access through the dus mapping: hisi_qp',
    ]);
    expect(touchAfterPut('stop-and-put', 'mmio')).toEqual([]);
  });
});

describe('mmap', () => {
  it('maps each region once', () => {
    const bench = opened();
    expect(
      bench.run('mmap p0 f0 mmio', 'mmap p0 f0 mmio', 'mmap p0 f0 dus', 'touch p0 f0 dus'),
    ).toEqual(['success', 'EEXIST', 'success', 'success']);
  });

  it('leaks nothing when it is refused', () => {
    const bench = opened();
    bench.run('mmap p0 f0 mmio', 'mmap p0 f0 mmio');
    expect([bench.k.uacce.qfrs.live, bench.k.vmas.live, bench.k.files.rows[0]!.refs]).toEqual([
      1, 1, 2,
    ]);
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

  it('left the queue its pointer up to v6.1, so that the region counts as mapped', () => {
    const bench = opened({ uacceVmaClose: 'keeps-region' });
    bench.run('mmap p0 f0 mmio', 'munmap p0 f0 mmio');
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

describe('release', () => {
  it('stops the queue, unbinds and frees, with the last reference to the file', () => {
    const bench = opened();
    bench.run('start p0 f0', 'fork p0 -> p1', 'close p0 f0');
    expect(bench.k.uacce.qps.rows[0]!.running).toBe(1);
    bench.run('close p1 f0');
    expect([bench.k.uacce.qps.live, bench.k.uacce.queues.live, bench.k.smmu.bonds.live]).toEqual([
      0, 0, 0,
    ]);
  });

  it('unbinds the handles that were bound through the file', () => {
    const bench = opened();
    bench.run('fork p0 -> p1', 'bind p1 f0 -> h0', 'close p1 f0');
    expect(bench.entry(0, 2)).toBe('mm1 present');
    bench.run('close p0 f0');
    expect([bench.entry(0, 1), bench.entry(0, 2)]).toEqual(['absent', 'absent']);
    expect(bench.k.uacce.handles.live).toBe(0);
  });

  it('unbinds a bond again after hot-remove, if the queue keeps its pointer', () => {
    const bench = opened({ uacceUnbind: 'keeps-bond' });
    bench.run('hotplug d0 remove');
    expect(bench.log).toEqual([]);
    bench.run('close p0 f0');
    expect(bench.log).toContain('use-after-free in arm_smmu_sva_unbind: arm_smmu_bond');
    expect(bench.log).toContain('refcount underflow in arm_smmu_sva_unbind: bond->refs');
  });

  it('unbinds nothing a second time after hot-remove did', () => {
    const bench = opened();
    bench.run('bind p0 f0 -> h0', 'hotplug d0 remove', 'close p0 f0');
    expect(bench.log).toEqual([]);
    expect(bench.k.uacce.queues.live).toBe(0);
  });
});

const dead = (uacceDeadQueue: Switches['uacceDeadQueue']) => {
  const bench = opened({ uacceDeadQueue, uaccePutQ: 'stop-and-put' });
  bench.run('hotplug d0 remove');
  return bench.run('start p0 f0', 'putq p0 f0', 'mmap p0 f0 mmio', 'bind p0 f0 -> h0');
};

describe('a file whose device was removed', () => {
  it('answers ENXIO to everything if the removal is checked first', () => {
    expect(dead('own-check')).toEqual(['ENXIO', 'ENXIO', 'ENXIO', 'ENODEV']);
  });

  it('answered by the state of its queue on older kernels', () => {
    expect(dead('state-check')).toEqual(['EINVAL', 'success', 'EINVAL', 'ENODEV']);
  });
});

describe('a command that is refused', () => {
  it.each([
    ['START_Q', 'uacce->mutex 0', ['start p0 f0', 'start p0 f0'], 'open p0 d0 -> f1'],
    ['mmap', 'q->mutex 0', ['mmap p0 f0 mmio', 'mmap p0 f0 mmio'], 'mmap p0 f0 dus'],
  ])('(%s) unlocks, unless it returns at once', (_name, mutex, refused, next) => {
    const fine = opened({ uacceRefusal: 'unlocks' });
    fine.run(...refused);
    expect(fine.start(next).waitsFor).toBeUndefined();
    const locked = opened({ uacceRefusal: 'returns-at-once' });
    locked.run(...refused);
    expect(locked.start(next).waitsFor).toBe(mutex);
  });

  it('leaves no mutex locked for the queue that is made next', () => {
    const bench = opened({ uacceRefusal: 'returns-at-once' });
    bench.run('hotplug d0 remove', 'mmap p0 f0 mmio');
    expect(bench.k.uacce.queueMutex.locks[0]!.owner).not.toBe(0);
    bench.run('close p0 f0', 'hotplug d0 add', 'open p0 d0 -> f1');
    expect(bench.run('mmap p0 f1 mmio')).toEqual(['success']);
  });
});

/** A queue in the world in which processes do everything that uacce allows. */
const openedForAll = (switches: Partial<Switches> = {}) => {
  const bench = new Bench(switches, findWorld('sva-uacce'));
  bench.run('open p0 d0 -> f0');
  return bench;
};

describe('poll', () => {
  it('asks the driver, and not for a queue that is dead', () => {
    const bench = openedForAll({ uaccePoll: 'checks-queue' });
    expect(bench.run('poll p0 f0', 'hotplug d0 remove', 'poll p0 f0')).toEqual([
      'success',
      'success',
      'success',
    ]);
    expect(bench.log).toEqual([]);
  });

  it('is excluded by the mutex under which removal puts the queue', () => {
    const bench = openedForAll();
    bench.hold(bench.k.uacce.queueMutex);
    expect(bench.start('poll p0 f0').waitsFor).toBe('q->mutex 0');
  });

  it('asked without a lock before v6.0, also for a hardware queue that was given back', () => {
    const bench = openedForAll({ uaccePoll: 'calls-driver' });
    const letGo = bench.hold(bench.k.uacce.queueMutex);
    expect(bench.run('poll p0 f0')).toEqual(['success']);
    letGo();
    bench.run('hotplug d0 remove', 'poll p0 f0');
    expect(bench.log).toEqual(['use-after-free in is_q_updated: hisi_qp']);
  });

  it('needs a descriptor', () => {
    const bench = openedForAll();
    expect(bench.run('fork p0 -> p1', 'close p1 f0', 'poll p1 f0')[2]).toBe('EBADF');
  });
});

describe('munmap of a part of a region', () => {
  it('is refused, or makes two areas; then the part behind is closed', () => {
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

  it('behind the first page of mmio closes the dus region, which is at that place of the file', () => {
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

  it('that gets no memory for the second area changes nothing', () => {
    const bench = openedForAll({ uacceSplit: 'split' });
    bench.run('mmap p0 f0 mmio');
    expect(bench.run('munmap-part p0 f0 mmio [allocation 1 fails]')).toEqual(['ENOMEM']);
    expect([bench.k.vmas.live, bench.k.files.rows[0]!.refs]).toEqual([1, 2]);
  });
});

describe('the node through which a device was opened', () => {
  const zapped = (switches: Partial<Switches>) => {
    const bench = openedForAll(switches);
    bench.run('mmap p0 f0 mmio', 'fork p0 -> p1', 'open p1 d0 -> f1', 'mmap p1 f1 mmio');
    bench.run('hotplug d0 remove');
    return bench.run('touch p0 f0 mmio', 'touch p1 f1 mmio');
  };

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

describe('the mutex of all queues, before v6.0', () => {
  const old = {
    uacceMutexCovers: 'list-alone',
    uacceIoctlMutex: 'global',
    uacceRemove: 'unmaps-first',
    uacceVmaClose: 'keeps-region',
    uaccePutQ: 'stop-and-put',
    uacceDeadQueue: 'state-check',
  } as const;

  it.each(['start p0 f0', 'putq p0 f0', 'mmap p0 f0 mmio', 'close p0 f0', 'hotplug d0 remove'])(
    'is waited for by %s, whichever queue its holder is about',
    (line) => {
      const bench = opened(old);
      const letGo = bench.hold(bench.k.uacce.globalMutex);
      const waiting = bench.start(line);
      expect(waiting.waitsFor).toBe('uacce_mutex');
      letGo();
      expect(waiting.resume().finish()).toBe('success');
    },
  );

  it('is not waited for by open, or by munmap', () => {
    const bench = opened(old);
    bench.run('mmap p0 f0 mmio');
    bench.hold(bench.k.uacce.globalMutex);
    expect(bench.run('open p0 d0 -> f1', 'munmap p0 f0 mmio')).toEqual(['PASID 1', 'success']);
  });

  it('lets a removal wait until a start is done', () => {
    const bench = opened(old);
    bench.run('start p0 f0 [stops at uacce_start_queue: state checked, not yet started]');
    const remove = bench.start('hotplug d0 remove');
    expect(remove.waitsFor).toBe('uacce_mutex');
    expect(bench.run('continue p0')).toEqual(['success']);
    expect(remove.resume().finish()).toBe('success');
    expect(bench.log).toEqual([]);
  });

  it('is inside the lock of the list of queues and mmap_lock', () => {
    const bench = opened(old);
    bench.run('mmap p0 f0 mmio', 'start p0 f0', 'hotplug d0 remove', 'close p0 f0', 'exit p0');
    expect(bench.log).toEqual([]);
  });
});

describe('a handle of bind', () => {
  it('binds the caller’s mm to the file’s device, under its own PASID', () => {
    const bench = opened();
    expect(bench.run('fork p0 -> p1', 'bind p1 f0 -> h0')).toEqual(['success', 'PASID 2']);
    expect(bench.entry(0, 2)).toBe('mm1 present');
    expect(bench.run('unbind p1 h0')).toEqual(['success']);
    expect(bench.entry(0, 2)).toBe('absent');
  });

  it('can be unbound by every process that has the file, and by no other', () => {
    const bench = opened();
    bench.run('bind p0 f0 -> h0', 'fork p0 -> p1', 'close p1 f0');
    expect(bench.run('unbind p1 h0', 'unbind p0 h0')).toEqual(['EBADF', 'success']);
  });

  it.each(['handle', 'bond', 'PASID', 'descriptor', 'notifier'])(
    'is not kept if its %s cannot be allocated',
    (site) => {
      const bench = opened();
      bench.run('fork p0 -> p1');
      const { cpu } = bench.k.machine;
      const sites = ['handle', 'bond', 'PASID', 'descriptor', 'notifier'];
      cpu.failing = cpu.allocations + sites.indexOf(site) + 1;
      expect(bench.run('bind p1 f0 -> h0')).toEqual(['ENOMEM']);
      expect([bench.k.uacce.handles.live, bench.k.smmu.bonds.live]).toEqual([0, 1]);
      expect(bench.run('bind p1 f0 -> h0')).toEqual(['PASID 2']);
    },
  );
});
