import { describe, expect, it } from 'vitest';
import { Bench, journal } from '../../../testing/kernel.ts';
import { findWorld } from '../../../model/worlds.ts';
import type { Switches } from '../switches.ts';
import { NO_PASID } from '../mm/pasid.ts';
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

  it('fails with ENODEV before it allocates a queue, and after the file was allocated', () => {
    const bench = new Bench();
    const first = 'open p0 d0 -> f0 [allocation 1 fails]';
    const second = 'open p0 d0 -> f0 [allocation 2 fails]';
    expect(bench.run('hotplug d0 remove', first, second)).toEqual(['success', 'ENOMEM', 'ENODEV']);
    expect([bench.k.files.live, bench.k.uacce.queues.live]).toEqual([0, 0]);
  });
});

describe('open that fails', () => {
  it('leaves nothing behind if one of its allocations fails, in their order', () => {
    const missing: (string | undefined)[] = [];
    for (;;) {
      const bench = new Bench();
      const [answer] = bench.run(`open p0 d0 -> f0 [allocation ${missing.length + 1} fails]`);
      if (answer === 'PASID 1') break;
      expect(answer).toBe('ENOMEM');
      const { uacce: u, smmu, files, machine } = bench.k;
      expect([files.live, u.queues.live, u.qps.live, smmu.bonds.live]).toEqual([0, 0, 0, 0]);
      expect(u.mutex.locks.map(({ owner }) => owner)).toEqual([0, 0]);
      missing.push(machine.failed);
    }
    expect(missing.slice(0, 3)).toEqual(['file', 'uacce_queue', 'arm_smmu_bond']);
    expect(missing.at(-1)).toBe('hisi_qp');
  });

  it('asked the driver of a device that was removed meanwhile, before v6.0', () => {
    const bench = new Bench({ uacceMutexCovers: 'list-alone' });
    bench.run(
      'open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]',
      'hotplug d0 remove',
      'hotplug d0 add',
      'continue p0',
    );
    expect(bench.log).toContain('use-after-free in get_queue: hisi_qm');
    expect(bench.run('open p0 d0 -> f1')).toEqual(['PASID 1']);
    expect(bench.log.filter((line) => line.includes('hisi_qm'))).toHaveLength(1);
  });

  it('is undone with ENODEV if the bond has no PASID in the end', () => {
    const bench = new Bench();
    const open = bench.start(
      'open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]',
    );
    bench.mm(0).pasid = NO_PASID;
    expect(open.resume().finish()).toBe('ENODEV');
    expect([bench.k.smmu.bonds.live, bench.k.uacce.queues.live]).toEqual([0, 0]);
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

/** f0 has mapped this region, and has put its queue. */
const put = (uaccePutQ: Switches['uaccePutQ'], region: string) => {
  const bench = opened({ uaccePutQ });
  bench.run(`mmap p0 f0 ${region}`, 'putq p0 f0');
  return bench;
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
    expect([bench.k.uacce.qps.live, bench.k.uacce.qps.all[0]!.running]).toEqual([0, 0]);
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

  it.each(['mmio', 'dus'])('leaves the file the queue whose %s user space has mapped', (region) => {
    const bench = put('stop', region);
    const touch = `touch p0 f0 ${region}`;
    expect(bench.run('open p0 d0 -> f1', touch)).toEqual(['PASID 1', 'success']);
  });

  it.each(['mmio', 'dus'])(
    'gave back a queue whose %s is mapped, and the next open got it',
    (region) => {
      const bench = put('stop-and-put', region);
      const touch = `touch p0 f0 ${region}`;
      expect(bench.run(touch, 'open p0 d1 -> f1', touch)).toEqual([
        'success',
        'PASID 1',
        'success',
      ]);
      expect(bench.run('open p0 d0 -> f2', touch)).toEqual([
        'PASID 1',
        'reaches the queue of another file',
      ]);
      expect(bench.run('close p0 f2', touch, 'open p0 d0 -> f3', touch).at(-1)).toBe(
        'reaches the queue of another file',
      );
      expect(bench.log).toEqual([]);
    },
  );

  it('gave back a queue that nobody reaches any more once its last region is unmapped', () => {
    const bench = put('stop-and-put', 'dus');
    bench.run('munmap p0 f0 dus', 'open p0 d0 -> f1', 'close p0 f1', 'close p0 f0');
    expect([bench.k.uacce.qps.live, bench.settle().log]).toEqual([0, []]);
  });

  it('gave back a queue that does no DMA for the old file, also if it runs for another one', () => {
    const bench = put('stop-and-put', 'dus');
    expect(bench.run('open p0 d0 -> f1', 'start p0 f1', 'dma f1', 'dma f0')).toEqual([
      'PASID 1',
      'success',
      'reaches mm0',
      'ENXIO',
    ]);
  });
});

const orderOfRelease = (switches: Partial<Switches>) => {
  const bench = opened(switches);
  const lines = journal({
    listed: [bench.k.uacce.queues.rows[0]!, 'listed'],
    'hardware queue': [bench.k.uacce.qps.rows[0]!, 'live'],
    bond: [bench.k.smmu.bonds.rows[0]!, 'live'],
  });
  bench.run('close p0 f0');
  return lines;
};

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

  it('takes the queue off the list before it puts it, or behind the unbind', () => {
    const old = orderOfRelease({ uacceMutexCovers: 'list-alone' });
    expect(old).toEqual(['listed 0', 'hardware queue 0', 'bond 0']);
    expect(orderOfRelease({})).toEqual(['hardware queue 0', 'bond 0', 'listed 0']);
  });

  it('gives back the lock of the list before it puts the queue, before v6.0', () => {
    const bench = opened({ uacceMutexCovers: 'list-alone' });
    const order = journal({
      queues_lock: [bench.k.uacce.mutex.locks[0]!, 'owner'],
      listed: [bench.k.uacce.queues.rows[0]!, 'listed'],
      'hardware queue': [bench.k.uacce.qps.rows[0]!, 'live'],
    });
    bench.run('close p0 f0');
    expect(order.slice(1)).toEqual(['listed 0', 'queues_lock 0', 'hardware queue 0']);
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

  it('of a hot-removed queue finds it dead: it was stopped and put before the driver freed what is left', () => {
    const bench = opened();
    bench.run('start p0 f0', 'mmap p0 f0 dus');
    const order = journal({
      runs: [bench.k.uacce.qps.rows[0]!, 'running'],
      state: [bench.k.uacce.queues.rows[0]!, 'state'],
      memory: [bench.k.uacce.qps.rows[0]!, 'live'],
      driver: [bench.k.uacce.qms.rows[0]!, 'live'],
    });
    bench.run('hotplug d0 remove', 'close p0 f0');
    expect(order).toEqual(['runs 0', 'memory 0', 'state 0', 'driver 0']);
    expect(bench.log).toEqual([]);
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

  it('asked without a lock before v6.0, also the driver of a device that was removed', () => {
    const bench = openedForAll({ uaccePoll: 'calls-driver' });
    const letGo = bench.hold(bench.k.uacce.queueMutex);
    expect(bench.run('poll p0 f0')).toEqual(['success']);
    letGo();
    bench.run('hotplug d0 remove', 'poll p0 f0');
    expect(bench.log).toEqual(['use-after-free in is_q_updated: hisi_qm']);
  });

  it('after PUT_Q reads a queue of the pool, which exists', () => {
    const bench = openedForAll({ uaccePoll: 'calls-driver', uaccePutQ: 'stop-and-put' });
    expect(bench.run('putq p0 f0', 'poll p0 f0')).toEqual(['success', 'success']);
    expect(bench.log).toEqual([]);
  });

  it('needs a descriptor', () => {
    const bench = openedForAll();
    expect(bench.run('fork p0 -> p1', 'close p1 f0', 'poll p1 f0')[2]).toBe('EBADF');
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
