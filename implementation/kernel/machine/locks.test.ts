import { describe, expect, it } from 'vitest';
import { type LockClass, Locks } from './locks.ts';
import { Machine } from './machine.ts';
import { mutexLock } from './wait.ts';

/** sva_lock is taken before the two q->mutex. */
function lockedMachine() {
  const machine = new Machine();
  const locks = new Locks(machine, ['sva_lock', 'q->mutex']);
  locks.begin(6);
  const sva = locks.declare('sva_lock', 1);
  const queue = locks.declare('q->mutex', 2);
  const as = (task: number) => {
    machine.cpu.current = task;
    return { lock, unlock: (cls: LockClass, index: number) => locks.unlock(cls, index) };
  };
  /** Begins to take a lock: takes it, if it is free. */
  const lock = (cls: LockClass, index: number, where: string) => {
    const taking = mutexLock({ machine, locks }, cls, index, where);
    return { taking, first: taking.next() };
  };
  const log = () => machine.splats.map((s) => `${s.kind} in ${s.where}: ${s.what}`);
  return { machine, locks, sva, queue, as, lock, log };
}

describe('a mutex', () => {
  it('that is free is taken at once', () => {
    const { lock, sva, log } = lockedMachine();
    expect(lock(sva, 0, 'bind').first.done).toBe(true);
    expect(sva.locks[0]!.owner).not.toBe(0);
    expect(log()).toEqual([]);
  });

  it('that another task holds makes its caller wait, and is taken after the release', () => {
    const { as, sva, machine, log } = lockedMachine();
    as(0).lock(sva, 0, 'bind');
    const { taking: waiting, first } = as(1).lock(sva, 0, 'unbind');
    expect(first.value).toEqual({
      in: 'unbind',
      at: 'unbind: waits for sva_lock',
      lock: sva.locks[0],
      waits: true,
    });
    expect(waiting.next().done).toBe(false);
    as(0).unlock(sva, 0);
    machine.cpu.current = 1;
    expect(waiting.next().done).toBe(true);
    expect(sva.locks[0]!.owner).toBe(2);
    expect(log()).toEqual([]);
  });

  it('that is released by nobody, or by a task that does not hold it, is a bad balance', () => {
    const { as, sva, log } = lockedMachine();
    as(0).unlock(sva, 0);
    expect(log()).toEqual(['bad unlock balance in lock_release: sva_lock']);
    as(0).lock(sva, 0, 'bind');
    as(1).unlock(sva, 0);
    expect([log().length, sva.locks[0]!.owner]).toEqual([2, 0]);
  });

  it('that is free is a point too if tasks overlap: before it is taken', () => {
    const { lock, sva, machine } = lockedMachine();
    machine.interleaves = true;
    const { taking, first } = lock(sva, 0, 'bind');
    expect(first.value).toEqual({ in: 'bind', at: 'bind: before sva_lock', lock: sva.locks[0] });
    expect(sva.locks[0]!.owner).toBe(0);
    expect(taking.next().done).toBe(true);
    expect(sva.locks[0]!.owner).toBe(1);
  });

  it('that its own task holds is recursive locking: noticed, and never taken', () => {
    const { as, sva, log } = lockedMachine();
    as(3).lock(sva, 0, 'arm_smmu_sva_unbind');
    expect(as(3).lock(sva, 0, 'arm_smmu_mm_release').first.done).toBe(false);
    expect(log()).toEqual(['recursive locking in arm_smmu_mm_release: sva_lock']);
  });

  it('may sleep, so taking one in atomic context is noticed even if it is free', () => {
    const { lock, sva, machine, log } = lockedMachine();
    machine.cpu.atomic = 1;
    lock(sva, 0, 'mm_release');
    expect(log()).toEqual(['sleeping in atomic context in mm_release: depth 1']);
  });

  it('has a name; one of several has its number with it', () => {
    const { locks, sva, queue } = lockedMachine();
    expect(locks.name(sva, 0)).toBe('sva_lock');
    expect(queue.locks.map((lock) => locks.nameOf(lock))).toEqual(['q->mutex 0', 'q->mutex 1']);
  });
});

describe('the order of locks', () => {
  it('is that of their declaration: kept, nothing is said', () => {
    const { locks, lock, sva, queue, log } = lockedMachine();
    lock(sva, 0, 'outer');
    lock(queue, 1, 'inner');
    locks.unlock(sva, 0);
    locks.unlock(queue, 1);
    lock(sva, 0, 'again');
    expect(log()).toEqual([]);
  });

  it('is broken by the first code path that contradicts it, even if no task waits', () => {
    const { lock, sva, queue, log } = lockedMachine();
    lock(queue, 0, 'uacce_fops_mmap');
    lock(sva, 0, 'bind');
    expect(log()).toEqual(['inverted lock order in bind: sva_lock under q->mutex']);
  });

  it('knows none among locks of one class', () => {
    const { lock, queue, log } = lockedMachine();
    lock(queue, 0, 'remove');
    lock(queue, 1, 'remove');
    expect(log()).toEqual(['inverted lock order in remove: q->mutex under another q->mutex']);
  });

  it('is not checked for a lock that is only tried, because that never waits, but is for what follows it', () => {
    const { locks, lock, sva, queue, log } = lockedMachine();
    lock(queue, 0, 'uacce_fops_mmap');
    expect(locks.tryLock(sva, 0)).toBe(true);
    expect(locks.tryLock(sva, 0)).toBe(false);
    expect(log()).toEqual([]);
    lock(queue, 1, 'remove');
    expect(log()).toEqual(['inverted lock order in remove: q->mutex under another q->mutex']);
    locks.unlock(queue, 0);
    locks.returnToUser('mmap');
    expect(log()[1]).toBe('lock held on return in mmap: sva_lock');
  });

  it('is each task’s own affair', () => {
    const { as, sva, queue, log } = lockedMachine();
    as(0).lock(queue, 0, 'mmap');
    as(1).lock(sva, 0, 'bind');
    expect(log()).toEqual([]);
  });
});

describe('on the way back to user mode', () => {
  it('nothing is held', () => {
    const { locks, lock, sva, queue, log } = lockedMachine();
    lock(sva, 0, 'start');
    lock(queue, 1, 'start');
    locks.returnToUser('start');
    expect(log()).toEqual(['lock held on return in start: sva_lock, q->mutex']);
    locks.unlock(sva, 0);
    locks.unlock(queue, 1);
    locks.returnToUser('putq');
    expect(log()).toHaveLength(1);
  });
});
