import { describe, expect, it } from 'vitest';
import { Bench, journal } from '../../../testing/kernel.ts';
import { mutexLock } from './wait.ts';

/** p0 has closed its queue: the notifier of its bond waits to be freed. */
function closed() {
  const bench = new Bench();
  bench.run('open p0 d0 -> f0', 'close p0 f0');
  return bench;
}

describe('an SRCU callback', () => {
  it('waits for a grace period, and then for a worker', () => {
    const bench = closed();
    expect(bench.k.smmu.notifiers.live).toBe(1);
    bench.run('work');
    expect(bench.k.smmu.notifiers.live).toBe(1);
    bench.run('gp');
    expect(bench.k.smmu.notifiers.live).toBe(1);
    bench.run('work');
    expect(bench.k.smmu.notifiers.live).toBe(0);
  });

  it('that is queued after the grace period waits for the next one', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'close p0 f0', 'gp', 'close p0 f1', 'work');
    expect(bench.k.smmu.notifiers.live).toBe(1);
    bench.run('work');
    expect(bench.k.smmu.notifiers.live).toBe(1);
    bench.run('gp', 'work');
    expect(bench.k.smmu.notifiers.live).toBe(0);
  });

  it('is invoked with bottom halves disabled, in their order', () => {
    const bench = new Bench();
    bench.run('fork p0 -> p1', 'open p0 d0 -> f0', 'open p0 d1 -> f1', 'open p1 d0 -> f2');
    bench.run('close p0 f1', 'close p0 f0', 'close p1 f2');
    const [first, second, third] = bench.k.smmu.notifiers.rows as [object, object, object];
    const order = journal({
      atomic: [bench.k.machine.cpu, 'atomic'],
      'notifier of f0': [first, 'live'],
      'notifier of f1': [second, 'live'],
      'notifier of f2': [third, 'live'],
    });
    bench.run('gp', 'work');
    expect(order).toEqual(
      ['f1', 'f0', 'f2'].flatMap((file) => ['atomic 1', `notifier of ${file} 0`, 'atomic 0']),
    );
  });

  it('that sleeps is noticed', () => {
    const bench = closed();
    // A notifier whose free_notifier() takes a mutex, as a mutex in the PASID allocator would.
    const { cpu } = bench.k.machine;
    bench.run('gp');
    const [notifier] = bench.k.smmu.notifiers.rows;
    Object.defineProperty(notifier, 'mm', {
      get: () => {
        mutexLock(bench.k, bench.k.smmu.svaLock, 0, 'free_notifier').next();
        return bench.task(0).mm;
      },
    });
    bench.run('work');
    expect(bench.log).toEqual(['sleeping in atomic context in free_notifier: depth 1']);
    expect(cpu.atomic).toBe(0);
  });
});

describe('a grace period', () => {
  it('hands everything that waited to one work item', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'close p0 f0', 'close p0 f1', 'gp');
    expect(bench.k.works.live).toBe(1);
    bench.run('work');
    expect(bench.k.smmu.notifiers.live).toBe(0);
  });

  it('queues nothing if no callback waited', () => {
    const bench = new Bench();
    bench.run('gp');
    expect(bench.k.works.live).toBe(0);
    bench.run('open p0 d0 -> f0', 'close p0 f0', 'gp', 'gp');
    expect(bench.k.works.live).toBe(1);
  });

  it('does not elapse while a reader is inside: an exit that calls the notifiers', () => {
    const bench = new Bench();
    const inside = () => bench.k.srcu.readers.filter(({ owner }) => owner !== 0).length;
    const before = 'arm_smmu_mm_release: before sva_lock';
    bench.run('open p0 d0 -> f0', `exit p0 [stops at ${before}]`, 'hotplug d0 remove');
    expect([inside(), bench.k.smmu.notifiers.live]).toEqual([1, 1]);
    bench.run('gp', 'work');
    expect([bench.k.works.live, bench.k.smmu.notifiers.live]).toEqual([0, 1]);
    bench.run('continue p0', 'gp', 'work');
    expect([inside(), bench.k.smmu.notifiers.live]).toEqual([0, 0]);
    expect(bench.log).toEqual([]);
  });

  it('that was waited for before a reader came does not wait for it', () => {
    const bench = new Bench();
    bench.run('fork p0 -> p1', 'open p0 d0 -> f0', 'open p1 d0 -> f1', 'close p1 f1', 'gp');
    bench.run('exit p0 [stops at arm_smmu_mm_release: before sva_lock]', 'work');
    expect(bench.k.smmu.notifiers.live).toBe(1);
  });
});

describe('the end of an address space', () => {
  const before = 'arm_smmu_mm_release: before sva_lock';
  const twoBound = ['fork p0 -> p1', 'open p0 d0 -> f0', 'open p1 d0 -> f1'];

  it('waits for every reader: another exit that calls the notifiers', () => {
    const bench = new Bench();
    bench.run(...twoBound, `exit p0 [stops at ${before}]`);
    const exit = bench.start('exit p1');
    expect(exit.waitsFor).toBe('SRCU reader 0');
    expect(bench.entry(0, 2)).toBe('mm1 quiet');
    bench.run('continue p0');
    expect(exit.resume().finish()).toBe('success');
  });

  it('without notifiers waits for none', () => {
    const bench = new Bench();
    bench.run('fork p0 -> p1', 'open p0 d0 -> f0', `exit p0 [stops at ${before}]`);
    expect(bench.run('exit p1')).toEqual(['success']);
  });

  it('is not waited for by a put', () => {
    const bench = new Bench();
    bench.run(...twoBound, `exit p0 [stops at ${before}]`);
    expect(bench.run('close p1 f1')).toEqual(['success']);
    expect(bench.k.smmu.notifiers.rows[1]).toMatchObject({ live: 1, subscribed: 0 });
  });
});
