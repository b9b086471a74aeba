import { describe, expect, it } from 'vitest';
import { Bench, journal, oopses } from '../../../testing/kernel.ts';
import type { Switches } from '../switches.ts';

/** A file that was not yet in the list of queues when its device was removed. */
const unlisted = (removedDevice: Switches['removedDevice'] = 'of-bus') => {
  const bench = new Bench({ uacceMutexCovers: 'list-alone', removedDevice });
  bench.run(
    'open p0 d0 -> f0 [stops at uacce_fops_open: bound, not yet listed]',
    'hotplug d0 remove',
    'continue p0',
  );
  return bench;
};

describe('hot-remove', () => {
  it('severs the mappings of the queue, stops it, unbinds it, and then takes the device away', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'start p0 f0', 'dma f0');
    const { k } = bench;
    const order = journal({
      'queue runs': [k.uacce.qps.rows[0]!, 'running'],
      'hardware queue': [k.uacce.qps.rows[0]!, 'live'],
      'entry valid': [k.smmu.contexts.rows[1]!, 'valid'],
      atc: [k.smmu.caches.atc[1]!, 'mm'],
      bond: [k.smmu.bonds.rows[0]!, 'live'],
      severed: [k.vmas.rows[0]!, 'zapped'],
      'SVA enabled': [k.smmu.masters.rows[0]!, 'svaEnabled'],
      present: [k.pci.devices[0]!, 'present'],
    });
    expect(bench.run('hotplug d0 remove')).toEqual(['success']);
    expect(order).toEqual([
      'severed 1',
      'queue runs 0',
      'hardware queue 0',
      'entry valid 0',
      'atc 0',
      'bond 0',
      'SVA enabled 0',
      'present 0',
    ]);
  });

  it('releases the mutex of a queue before it unbinds it', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0');
    const order = journal({
      'q->mutex': [bench.k.uacce.queueMutex.locks[0]!, 'owner'],
      'hardware queue': [bench.k.uacce.qps.rows[0]!, 'live'],
      bond: [bench.k.smmu.bonds.rows[0]!, 'live'],
    });
    bench.run('hotplug d0 remove');
    expect(order.slice(1)).toEqual(['hardware queue 0', 'q->mutex 0', 'bond 0']);
  });

  it('goes through the queues from the one that was opened last', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d0 -> f1');
    const [first, second] = bench.k.uacce.qps.rows;
    const order = journal({ f0: [first!, 'live'], f1: [second!, 'live'] });
    bench.run('hotplug d0 remove');
    expect(order).toEqual(['f1 0', 'f0 0']);
  });

  it('leaves the files open, and a mapping that raises SIGBUS', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'hotplug d0 remove');
    expect(bench.k.files.rows[0]!.refs).toBe(2);
    expect(bench.run('touch p0 f0 mmio', 'munmap p0 f0 mmio', 'close p0 f0')).toEqual([
      'SIGBUS',
      'success',
      'success',
    ]);
    bench.settle();
    expect(bench.log).toEqual([]);
    expect(bench.seen.leftovers().map(({ says }) => says)).toEqual([
      'mm_struct mm0 (mm_users 1, mm_count 1), held by task p0',
      'PASID 1 of mm0',
    ]);
  });

  it('left mappings of the removed device in use, before February 2020', () => {
    const bench = new Bench({ uacceRemove: 'leaves-mappings' });
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mmap p0 f0 dus', 'hotplug d0 remove');
    expect(bench.run('touch p0 f0 mmio', 'touch p0 f0 dus')).toEqual(['success', 'success']);
    expect(bench.log).toEqual([]);
  });

  it('severed mappings before it took any lock, up to v6.4, and so missed those that were made after that', () => {
    const bench = new Bench({ uacceRemove: 'unmaps-first' });
    bench.run('open p0 d0 -> f0', 'open p0 d0 -> f1', 'mmap p0 f0 mmio');
    const letGo = bench.hold(bench.k.uacce.mutex);
    const remove = bench.start('hotplug d0 remove');
    expect(bench.run('touch p0 f0 mmio', 'mmap p0 f1 mmio', 'mmap p0 f1 dus')).toEqual([
      'SIGBUS',
      'success',
      'success',
    ]);
    letGo();
    expect(remove.resume().finish()).toBe('success');
    expect(bench.run('touch p0 f1 mmio', 'touch p0 f1 dus')).toEqual(['success', 'success']);
    expect(bench.log).toEqual([]);
  });

  it('excludes mmap while it severs the mappings of a queue and puts it', () => {
    for (const uacceIoctlMutex of ['of-device', 'global'] as const) {
      const bench = new Bench({ uacceIoctlMutex });
      bench.run('open p0 d0 -> f0');
      const mutex =
        uacceIoctlMutex === 'global' ? bench.k.uacce.globalMutex : bench.k.uacce.queueMutex;
      const letGo = bench.hold(mutex);
      const remove = bench.start('hotplug d0 remove');
      const mmap = bench.start('mmap p0 f0 mmio');
      expect([remove.waitsFor, mmap.waitsFor]).toEqual([remove.waitsFor, remove.waitsFor]);
      letGo();
      expect([mmap.resume().finish(), remove.resume().finish()]).toEqual(['success', 'success']);
      expect(bench.run('touch p0 f0 mmio')).toEqual(['SIGBUS']);
    }
  });

  it('held the lock of the list of queues only while it went through the list, before v6.0', () => {
    const bench = new Bench({ uacceMutexCovers: 'list-alone' });
    bench.run('open p0 d0 -> f0');
    const order = journal({
      queues_lock: [bench.k.uacce.mutex.locks[0]!, 'owner'],
      bond: [bench.k.smmu.bonds.rows[0]!, 'live'],
      'SVA enabled': [bench.k.smmu.masters.rows[0]!, 'svaEnabled'],
    });
    bench.run('hotplug d0 remove');
    expect(order.at(0)).toMatch(/^queues_lock [^0]/);
    expect(order.slice(1)).toEqual(['bond 0', 'queues_lock 0', 'SVA enabled 0']);
  });

  it('goes on if SVA cannot be disabled, because a bond is left', () => {
    const bench = new Bench({ uacceMutexCovers: 'list-alone' });
    bench.run('open p0 d0 -> f0 [stops at iommu_sva_bind_device: unlocked, not yet returned]');
    expect(bench.run('hotplug d0 remove')).toEqual(['success']);
    expect(bench.k.pci.devices[0]!.present).toBe(0);
    expect(bench.log).toEqual([
      'warning in arm_smmu_release_device: SVA is still enabled: a bond is left',
    ]);
  });

  describe('frees what a file still uses that was not yet in the list of queues, before v6.0:', () => {
    it('its hardware queue, which it maps, starts and puts', () => {
      const bench = unlisted();
      bench.run('mmap p0 f0 dus', 'touch p0 f0 dus', 'start p0 f0');
      expect(bench.log.slice(1)).toEqual(['use-after-free in start_queue: hisi_qp']);
      bench.run('munmap p0 f0 dus', 'close p0 f0');
      expect(bench.log).toContain('use-after-free in put_queue: hisi_qp');
    });

    it.each([
      ['of-group', 'group of the device'],
      ['of-device', 'dev->iommu'],
    ] as const)(
      'and the way from that device to its IOMMU (%s), which is a null pointer',
      (from, what) => {
        const bench = unlisted(from);
        expect(oopses(() => bench.run('close p0 f0'))).toBe(true);
        expect(bench.log.at(-1)).toBe(`null dereference in iommu_sva_unbind_device: ${what}`);
      },
    );

    it('but not the device that its bond names: the handler of page faults holds it as long as SVA is enabled', () => {
      const bench = unlisted();
      const { devs } = bench.k.pci;
      expect([devs.live, bench.k.pci.devices[0]!.dev]).toEqual([2, 0]);
      bench.run('close p0 f0', 'hotplug d0 add');
      expect(bench.log.filter((line) => line.includes('pci_dev'))).toEqual([]);
      bench.run('hotplug d0 remove');
      expect(devs.live).toBe(2);
    });

    it('and aborts its DMA without an event, also when another device has come', () => {
      for (const then of [[], ['hotplug d0 add']]) {
        const bench = unlisted();
        expect(bench.run('start p0 f0', ...then, 'dma f0').at(-1)).toBe('aborted');
      }
    });
  });

  it('frees the hardware queues of its own device alone', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'hotplug d0 remove');
    expect(bench.k.uacce.qps.rows.map(({ live }) => live)).toEqual([0, 1]);
  });

  it('of two devices may overlap', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1');
    bench.hold(bench.k.uacce.mutex, 0);
    expect(bench.start('hotplug d0 remove').waitsFor).toBe('uacce->mutex 0');
    expect(bench.run('hotplug d1 remove')).toEqual(['success']);
  });

  it('leaves other devices alone', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'start p0 f1', 'hotplug d0 remove');
    expect([bench.entry(0, 1), bench.entry(1, 1)]).toEqual(['absent', 'mm0 present']);
    expect(bench.run('dma f1', 'open p0 d1 -> f2', 'open p0 d0 -> f3')).toEqual([
      'reaches mm0',
      'PASID 1',
      'ENODEV',
    ]);
  });

  it('takes the bonds of dead mms that a daemon kept open', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'hotplug d0 remove');
    bench.settle();
    expect(bench.seen.pasidOwner(1)).toBe(0);
    expect(bench.entry(0, 1)).toBe('absent');
  });

  it('takes handles that were bound through a file', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'bind p0 f0 -> h0', 'hotplug d0 remove');
    expect([bench.k.uacce.handles.live, bench.k.smmu.bonds.live]).toEqual([0, 0]);
  });

  it('forgets the whole table, also what a defect left in it', () => {
    const bench = new Bench({ pasidFreeAt: 'mmput', unbindIndex: 'mm-pasid' });
    bench.run('fork p0 -> p1', 'open p0 d0 -> f0', 'exit p0');
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
    bench.run('hotplug d0 remove', 'hotplug d0 add');
    expect(bench.entry(0, 1)).toBe('absent');
  });

  it('takes what the device had cached with it, also where unbind leaves that', () => {
    const bench = new Bench({ unbindInvalidate: 'never' });
    bench.run('open p0 d0 -> f0', 'start p0 f0', 'dma f0', 'hotplug d0 remove');
    expect(bench.seen.cachedMm(0, 1)).toBe(0);
  });

  it('leaves a file that it was the last to keep, through an mm, to a work item', () => {
    // a bond that holds mm_users lets go of the last one here, in a kernel thread
    const bench = new Bench({ bondPins: 'mm_users' });
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exit p0', 'hotplug d0 remove');
    expect([bench.k.works.live, bench.k.files.live]).toEqual([1, 1]);
    bench.run('work');
    expect(bench.k.files.live).toBe(0);
    expect(bench.settle().seen.leftovers()).toEqual([]);
    expect(bench.log).toEqual([]);
  });

  it('waits for an open that has the device’s mutex, and finds its queue', () => {
    const bench = new Bench();
    const letGo = bench.hold(bench.k.iommu.groupMutex);
    const open = bench.start('open p0 d0 -> f0');
    const remove = bench.start('hotplug d0 remove');
    expect([open.waitsFor, remove.waitsFor]).toEqual(['group->mutex 0', 'uacce->mutex 0']);
    letGo();
    expect(open.resume().finish()).toBe('PASID 1');
    expect(remove.resume().finish()).toBe('success');
    expect(bench.k.smmu.bonds.live).toBe(0);
    expect(bench.log).toEqual([]);
  });

  it.each([[[]], [['hotplug d0 add']]])(
    'before an open that waits lets that fail, also if another device has come (%j)',
    (then) => {
      const bench = new Bench();
      const letGo = bench.hold(bench.k.uacce.mutex);
      const open = bench.start('open p0 d0 -> f0');
      letGo();
      bench.run('hotplug d0 remove', ...then);
      bench.hold(bench.k.iommu.groupMutex); // which a bind would wait for
      expect(open.resume().finish()).toBe('EINVAL');
      expect([bench.k.files.live, bench.k.uacce.queues.live]).toEqual([0, 0]);
    },
  );
});

describe('hot-add', () => {
  it('brings the device back for new opens; old files stay dead', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'hotplug d0 remove', 'hotplug d0 add');
    expect(bench.run('open p0 d0 -> f1', 'start p0 f1', 'start p0 f0')).toEqual([
      'PASID 1',
      'success',
      'ENXIO',
    ]);
  });
});
