import { describe, expect, it } from 'vitest';
import { Bench } from '../../../testing/kernel.ts';
import type { Switches } from '../switches.ts';

function opened(switches: Partial<Switches> = {}) {
  const bench = new Bench(switches);
  bench.run('open p0 d0 -> f0');
  return bench;
}

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
