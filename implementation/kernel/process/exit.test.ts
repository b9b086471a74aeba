import { describe, expect, it } from 'vitest';
import { Bench, journal } from '../../../testing/kernel.ts';
import type { Switches } from '../switches.ts';

/** p0 has a queue open, mapped and running, and has used it: everything that exit has to undo. */
function busy(switches: Partial<Switches> = {}) {
  const bench = new Bench(switches);
  bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'start p0 f0', 'dma f0');
  return bench;
}

function script(bench: Bench): string[] {
  const { k } = bench;
  return journal({
    mm_users: [k.mms.rows[0]!, 'users'],
    mm_count: [k.mms.rows[0]!, 'count'],
    'PASID 1 allocated': [k.ioasid.rows[1]!, 'live'],
    'entry quiet': [k.smmu.contexts.rows[1]!, 'epd0'],
    'entry valid': [k.smmu.contexts.rows[1]!, 'valid'],
    tlb: [k.smmu.caches.tlb[0]!, 'mm'],
    atc: [k.smmu.caches.atc[1]!, 'mm'],
    'notifier cleared': [k.smmu.notifiers.rows[0]!, 'cleared'],
    region: [k.uacce.qfrs.rows[0]!, 'live'],
    mapping: [k.vmas.rows[0]!, 'live'],
    'file refs': [k.files.rows[0]!, 'refs'],
    'queue runs': [k.uacce.qps.rows[0]!, 'running'],
    'bond refs': [k.smmu.bonds.rows[0]!, 'refs'],
    'descriptor refs': [k.smmu.cds.rows[0]!, 'refs'],
    notifier: [k.smmu.notifiers.rows[0]!, 'live'],
    queue: [k.uacce.queues.rows[0]!, 'live'],
    file: [k.files.rows[0]!, 'live'],
    atomic: [k.machine.cpu, 'atomic'],
    mm: [k.mms.rows[0]!, 'live'],
  });
}

const exitMm = [
  'mm_count 4', // lazy TLB: the task runs on this mm until it is switched out
  'mm_users 0',
  'entry quiet 1',
  'tlb 0',
  'atc 0',
  'notifier cleared 1',
  'region 0',
  'file refs 1',
  'mapping 0',
];
const exitFiles = ['file refs 0'];
const stopQueue = ['queue runs 0'];
const clearEntry = ['bond refs 0', 'entry quiet 0', 'entry valid 0'];
const letGoOfDescriptor = (count: number) => ['descriptor refs 0', `mm_count ${count}`];
const released = ['queue 0', 'file 0'];
const switchedOut = (count: number) => ['atomic 1', `mm_count ${count}`, 'atomic 0'];

describe('do_exit with a queue open and mapped', () => {
  it('tears the address space down, then closes the files, then releases them (v5.18)', () => {
    const bench = busy();
    const lines = script(bench);
    bench.run('exit p0');
    expect(lines).toEqual([
      ...exitMm,
      'mm_count 3',
      ...exitFiles,
      ...stopQueue,
      ...clearEntry,
      ...letGoOfDescriptor(2),
      ...released,
      ...switchedOut(1),
    ]);
  });

  it('leaves the PASID to the SRCU callback, which frees it with bottom halves disabled (v5.18)', () => {
    const bench = busy();
    const lines = script(bench);
    bench.run('exit p0');
    lines.length = 0;
    bench.run('gp');
    expect(lines).toEqual([]);
    bench.run('work');
    expect(lines).toEqual([
      'atomic 1',
      'notifier 0',
      'mm_count 0',
      'atomic 2',
      'PASID 1 allocated 0',
      'atomic 1',
      'mm 0',
      'atomic 0',
    ]);
    expect(bench.log).toEqual([]);
  });

  it('frees the PASID between the mappings and the count, long before the entry is cleared (v5.18-rc1)', () => {
    const bench = busy({ pasidFreeAt: 'mmput' });
    const lines = script(bench);
    bench.run('exit p0');
    expect(lines).toEqual([
      ...exitMm,
      'atomic 1',
      'PASID 1 allocated 0',
      'atomic 0',
      'mm_count 3',
      ...exitFiles,
      ...stopQueue,
      ...clearEntry,
      ...letGoOfDescriptor(2),
      ...released,
      ...switchedOut(1),
    ]);
  });

  it('frees the PASID in unbind, after the entry is cleared (v5.17)', () => {
    const bench = busy({ pasidFreeAt: 'last-unbind', unbindHoldsMm: 'not-held' });
    const lines = script(bench);
    bench.run('exit p0');
    expect(lines).toEqual([
      ...exitMm,
      'mm_count 3',
      ...exitFiles,
      ...stopQueue,
      ...clearEntry,
      ...letGoOfDescriptor(2),
      'atomic 1',
      'PASID 1 allocated 0',
      'atomic 0',
      ...released,
      ...switchedOut(1),
    ]);
  });

  it('leaves the entry of v5.18-rc1 as it is: unbind reads mm->pasid, which is invalid by then', () => {
    const bench = busy({ pasidFreeAt: 'mmput', unbindIndex: 'mm-pasid' });
    const lines = script(bench);
    bench.run('exit p0');
    expect(lines).not.toContain('entry valid 0');
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
  });

  it('leaves nothing of the task', () => {
    const bench = busy();
    const task = bench.task(0);
    bench.run('exit p0');
    expect(task).toMatchObject({ live: 0, mm: 0, activeMm: 0, fds: 0, works: 0 });
  });

  it('never has a running queue with an absent entry', () => {
    const bench = busy();
    const lines = script(bench);
    bench.run('exit p0');
    expect(lines.indexOf('queue runs 0')).toBeLessThan(lines.indexOf('entry valid 0'));
  });
});

describe('suspended within do_exit', () => {
  it('before the notifiers: the mm has no users, and the device still reaches nothing of it', () => {
    const bench = busy();
    bench.hold(bench.k.smmu.svaLock);
    expect(bench.start('exit p0').waitsFor).toBe('sva_lock');
    expect(bench.k.mms.rows[0]!.users).toBe(0);
    expect(bench.task(0)).toMatchObject({
      mm: 0,
      activeMm: bench.k.mms.pointer(bench.k.mms.rows[0]!),
    });
    expect(bench.entry(0, 1)).toBe('mm0 present');
    expect(bench.k.vmas.live).toBe(1);
  });

  it('before the mappings: the entry is quiet, a DMA is aborted', () => {
    const bench = busy();
    bench.hold(bench.k.uacce.queueMutex);
    expect(bench.start('exit p0').waitsFor).toBe('q->mutex 0');
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
    expect(bench.run('dma f0')).toEqual(['aborted']);
    expect([bench.k.uacce.qfrs.live, bench.k.vmas.live]).toEqual([1, 1]);
  });

  it('before the release: mappings and descriptors are gone, the entry is quiet, the queue runs', () => {
    const bench = busy();
    bench.hold(bench.k.uacce.mutex);
    expect(bench.start('exit p0').waitsFor).toBe('uacce->mutex 0');
    expect([bench.k.uacce.qfrs.live, bench.k.vmas.live]).toEqual([0, 0]);
    expect(bench.task(0).fds).toBe(0);
    expect(bench.k.files.rows[0]).toMatchObject({ live: 1, refs: 0 });
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
    expect(bench.k.uacce.qps.rows[0]!.running).toBe(1);
  });

  it('before the unbind: the queue has stopped, the entry is still quiet', () => {
    const bench = busy();
    bench.hold(bench.k.iommu.groupMutex);
    expect(bench.start('exit p0').waitsFor).toBe('group->mutex 0');
    expect(bench.k.uacce.qps.live).toBe(0);
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
  });
});

describe('do_exit of one of two processes that have the file', () => {
  it('releases nothing: the entry stays quiet, and the PASID allocated', () => {
    const bench = busy();
    bench.run('munmap p0 f0 mmio', 'fork p0 -> p1', 'exit p0');
    bench.settle();
    expect(bench.entry(0, 1)).toBe('mm0 quiet');
    expect(bench.seen.pasidOwner(1)).toBe(1);
    expect(bench.k.mms.rows[0]).toMatchObject({ live: 1, users: 0, count: 2 });
  });
});

describe('a task that leaves an mm', () => {
  it.each(['exit p1', 'exec p1'])('waits for a writer of its mmap_lock (%s)', (line) => {
    const bench = new Bench();
    bench.run('clone p0 -> p1', 'open p0 d0 -> f0');
    bench.run('mmap p0 f0 mmio [stops at mmap_region: mapped by the driver, not yet linked]');
    const { index } = bench.mm(0);
    const letGo = bench.hold(bench.k.mmapLock, index);
    const leaves = bench.start(line);
    expect([leaves.waitsFor, bench.mm(0).users]).toEqual([`mmap_lock ${index}`, 2]);
    letGo();
    expect(leaves.resume().finish()).toBe('success');
    expect(bench.mm(0).users).toBe(1);
  });
});
