import { describe, expect, it } from 'vitest';
import { type Answer, success } from '../../../model/answer.ts';
import { Bench } from '../../../testing/kernel.ts';
import { play } from '../../../testing/overlapping.ts';
import { Flight, neverWakes } from './flight.ts';
import type { LockClass } from '../machine/locks.ts';
import type { Call } from '../machine/pause.ts';
import { mutexLock } from '../machine/wait.ts';

/** Takes these locks one after the other and returns with all of them. */
function* taking(bench: Bench, locks: readonly (readonly [LockClass, number])[]): Call<Answer> {
  for (const [cls, index] of locks) yield* mutexLock(bench.k, cls, index, `f${locks.length}`);
  return success;
}

/** A kernel with p0, p1 and p2, whose tasks take locks in turn. */
function tasks() {
  const bench = new Bench();
  bench.run('fork p0 -> p1', 'fork p0 -> p2');
  const { k } = bench;
  const flights: Flight[] = [];
  const begin = (process: number, ...locks: readonly (readonly [LockClass, number])[]): Flight => {
    const flight = new Flight('fork', bench.task(process), 0, taking(bench, locks));
    flights.push(flight);
    return flight;
  };
  /** Up to its next pause. Is it stuck there? */
  const step = (flight: Flight): boolean | 'returned' => {
    if (flight.step(k) !== undefined) {
      flights.splice(flights.indexOf(flight), 1);
      return 'returned';
    }
    return !flight.canGoOn() && neverWakes(k, flights, flight);
  };
  k.machine.interleaves = true;
  return { bench, k, begin, step };
}

describe('tasks that wait', () => {
  it('two in a circle are a deadlock, reported with the holder of each lock', () => {
    const { bench, k, begin, step } = tasks();
    const one = begin(0, [k.uacce.mutex, 0], [k.smmu.svaLock, 0]);
    const other = begin(1, [k.smmu.svaLock, 0], [k.uacce.mutex, 0]);
    expect([step(one), step(other), step(other)]).toEqual([false, false, false]);
    expect(step(one)).toBe(true);
    expect(bench.log).toContain(
      'deadlock in f2: p0 waits for sva_lock, which p1 holds; p1 waits for uacce->mutex 0, which p0 holds',
    );
  });

  it('three in a circle are one as well', () => {
    const { bench, k, begin, step } = tasks();
    const all = [
      begin(0, [k.uacce.mutex, 0], [k.uacce.mutex, 1]),
      begin(1, [k.uacce.mutex, 1], [k.smmu.svaLock, 0]),
      begin(2, [k.smmu.svaLock, 0], [k.uacce.mutex, 0]),
    ];
    expect(all.map(step)).toEqual([false, false, false]);
    expect(all.map(step)).toEqual([false, false, true]);
    expect(bench.log.filter((line) => line.startsWith('deadlock'))).toEqual([
      'deadlock in f2: p2 waits for uacce->mutex 0, which p0 holds; p0 waits for uacce->mutex 1, which p1 holds; p1 waits for sva_lock, which p2 holds',
    ]);
  });

  it('for a circle that they are not in themselves never wake either', () => {
    const { bench, k, begin, step } = tasks();
    const one = begin(0, [k.uacce.mutex, 0], [k.smmu.svaLock, 0]);
    const other = begin(1, [k.smmu.svaLock, 0], [k.uacce.mutex, 0]);
    const third = begin(2, [k.uacce.mutex, 0]);
    for (const flight of [one, other, one, other]) step(flight);
    expect(step(third)).toBe(true);
    expect(bench.log.at(-1)).toBe(
      'deadlock in f1: p2 waits for uacce->mutex 0, which p0 holds; p0 waits for sva_lock, which p1 holds; p1 waits for uacce->mutex 0, which p0 holds',
    );
  });

  it('for one that has returned with the lock hang', () => {
    const { bench, k, begin, step } = tasks();
    const one = begin(0, [k.smmu.svaLock, 0]);
    const other = begin(1, [k.smmu.svaLock, 0]);
    expect([step(one), step(one)]).toEqual([false, 'returned']);
    expect(step(other)).toBe(true);
    expect(bench.log).toEqual([
      'hung task in f1: p1 waits for sva_lock, which p0 holds and has returned with it',
    ]);
  });

  it('for themselves are recursive locking, and nothing else is reported', () => {
    const { bench, k, begin, step } = tasks();
    const one = begin(0, [k.smmu.svaLock, 0], [k.smmu.svaLock, 0]);
    expect([step(one), step(one), one.canGoOn()]).toEqual([false, false, true]);
    one.step(k);
    expect(neverWakes(k, [one], one)).toBe(true);
    expect(bench.log).toEqual(['recursive locking in f2: sva_lock']);
  });

  it('for a task that is only suspended wait, and are resumed after the release', () => {
    const { bench, k, begin, step } = tasks();
    const one = begin(0, [k.uacce.mutex, 0], [k.smmu.svaLock, 0]);
    const other = begin(1, [k.uacce.mutex, 0]);
    expect([step(one), step(one), step(other)]).toEqual([false, false, false]);
    expect([one.canGoOn(), other.canGoOn()]).toEqual([true, false]);
    k.machine.cpu.current = one.task.index;
    k.locks.unlock(k.uacce.mutex, 0);
    expect(other.canGoOn()).toBe(true);
    expect(bench.log).toEqual([]);
  });
});

/** Sleeps in the midst of an atomic section. */
function* atomic(bench: Bench): Call<Answer> {
  bench.k.machine.cpu.atomic++;
  yield { in: 'nowhere', at: 'in the midst' };
  bench.k.machine.mightSleep('the end');
  bench.k.machine.cpu.atomic--;
  return success;
}

describe('each task has its own state of the processor:', () => {
  it('the reasons that forbid sleeping', () => {
    const { bench, k } = tasks();
    const { cpu } = k.machine;
    const one = new Flight('fork', bench.task(0), 0, atomic(bench));
    const other = new Flight('fork', bench.task(1), 0, taking(bench, [[k.smmu.svaLock, 0]]));
    one.step(k);
    expect(cpu.atomic).toBe(0);
    other.step(k);
    expect(bench.log).toEqual([]);
    one.step(k);
    expect(bench.log).toEqual(['sleeping in atomic context in the end: depth 1']);
    expect(cpu.atomic).toBe(0);
  });

  it('the running task', () => {
    const { bench, k } = tasks();
    const flight = new Flight('fork', bench.task(2), 0, atomic(bench));
    k.machine.cpu.current = 0;
    flight.step(k);
    expect(k.machine.cpu.current).toBe(bench.task(2).index);
  });

  it('how many allocations it made, and what the one was for that failed', () => {
    const { bench, k } = tasks();
    function* three(): Call<Answer> {
      for (const what of ['first', 'second', 'third']) {
        k.machine.allocationFails(what);
        yield { in: 'nowhere', at: what };
      }
      return success;
    }
    const one = new Flight('fork', bench.task(0), 2, three());
    const other = new Flight('fork', bench.task(1), 3, three());
    const failed: (string | undefined)[] = [];
    for (const flight of [one, other, one, other, other, one]) {
      flight.step(k);
      failed.push(k.machine.failed);
    }
    expect(failed).toEqual([undefined, undefined, 'second', undefined, 'third', 'second']);
    expect(k.machine.cpu.allocations).toBe(3);
  });
});

const sequential = (n: number): string | undefined =>
  play([`open p0 d0 -> f0 [allocation ${n} fails]`]).kernel.failedAllocation();

describe('an allocation that fails', () => {
  const boundary = 'iommu_sva_bind_device: before group->mutex';
  it.each([1, 2, 3, 4, 5, 6, 7])(
    'is still the %i. of a command that was stopped in between',
    (n) => {
      const { kernel, answers } = play([
        'fork p0 -> p1',
        `open p0 d0 -> f0 [allocation ${n} fails] [stops at ${boundary}]`,
        'open p1 d1 -> f1 [stops at uacce_fops_open: bound, not yet listed]',
        'continue p0',
      ]);
      // The first two are made before it stops. In the end p1 goes on, and gets all that it asks for.
      expect(answers.includes('ENOMEM')).toBe(sequential(n) !== undefined);
      expect(kernel.failedAllocation()).toBeUndefined();
    },
  );

  it('is reported as for the sequential command', () => {
    for (const n of [3, 4, 5]) {
      const { kernel } = play([
        'fork p0 -> p1',
        `open p0 d0 -> f0 [allocation ${n} fails] [stops at ${boundary}]`,
        'open p1 d1 -> f1',
        'continue p0',
      ]);
      expect(kernel.failedAllocation()).toBe(sequential(n));
    }
  });
});
