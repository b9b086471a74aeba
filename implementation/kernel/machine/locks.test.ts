import { describe, expect, it } from 'vitest';
import { Locks } from './locks.ts';
import { Machine } from './machine.ts';

/** sva_lock is taken before the two q->mutex. */
function lockedMachine() {
  const machine = new Machine();
  const locks = new Locks(machine, ['sva_lock', 'q->mutex']);
  locks.begin(6);
  const sva = locks.declare('sva_lock', 1);
  const queue = locks.declare('q->mutex', 2);
  const as = (task: number) => {
    machine.cpu.current = task;
    return locks;
  };
  const log = () => machine.splats.map((s) => `${s.kind} in ${s.where}: ${s.what}`);
  return { machine, locks, sva, queue, as, log };
}

describe('a mutex', () => {
  it('that is free is taken at once', () => {
    const { locks, sva, log } = lockedMachine();
    expect(locks.lock(sva, 0, 'bind')).toBeUndefined();
    expect(sva.locks[0]!.owner).not.toBe(0);
    expect(log()).toEqual([]);
  });

  it('that another task holds makes its caller wait, and is taken when that lets go', () => {
    const { as, sva, machine, log } = lockedMachine();
    as(0).lock(sva, 0, 'bind');
    const waiting = as(1).lock(sva, 0, 'unbind')!;
    expect(waiting.next().value).toEqual({
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

  it('that is free is a point all the same where tasks overlap: before it is taken', () => {
    const { locks, sva, machine } = lockedMachine();
    machine.interleaves = true;
    const taking = locks.lock(sva, 0, 'bind')!;
    expect(taking.next().value).toEqual({ at: 'bind: before sva_lock', lock: sva.locks[0] });
    expect(sva.locks[0]!.owner).toBe(0);
    expect(taking.next().done).toBe(true);
    expect(sva.locks[0]!.owner).toBe(1);
  });

  it('that its own task holds is recursive locking: noticed, and never taken', () => {
    const { as, sva, log } = lockedMachine();
    as(3).lock(sva, 0, 'arm_smmu_sva_unbind');
    const waiting = as(3).lock(sva, 0, 'arm_smmu_mm_release')!;
    expect(waiting.next().done).toBe(false);
    expect(log()).toEqual(['recursive locking in arm_smmu_mm_release: sva_lock']);
  });

  it('may sleep, so taking one in atomic context is noticed even if it is free', () => {
    const { locks, sva, machine, log } = lockedMachine();
    machine.cpu.atomic = 1;
    locks.lock(sva, 0, 'mm_release');
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
    const { locks, sva, queue, log } = lockedMachine();
    locks.lock(sva, 0, 'outer');
    locks.lock(queue, 1, 'inner');
    locks.unlock(sva, 0);
    locks.unlock(queue, 1);
    locks.lock(sva, 0, 'again');
    expect(log()).toEqual([]);
  });

  it('is broken by the first way that goes against it, though nobody waits', () => {
    const { locks, sva, queue, log } = lockedMachine();
    locks.lock(queue, 0, 'uacce_fops_mmap');
    locks.lock(sva, 0, 'bind');
    expect(log()).toEqual(['inverted lock order in bind: sva_lock under q->mutex']);
  });

  it('knows none among locks of one class', () => {
    const { locks, queue, log } = lockedMachine();
    locks.lock(queue, 0, 'remove');
    locks.lock(queue, 1, 'remove');
    expect(log()).toEqual(['inverted lock order in remove: q->mutex under another q->mutex']);
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
    const { locks, sva, queue, log } = lockedMachine();
    locks.lock(sva, 0, 'start');
    locks.lock(queue, 1, 'start');
    locks.returnToUser('start');
    expect(log()).toEqual(['lock held on return in start: sva_lock, q->mutex']);
    locks.unlock(sva, 0);
    locks.unlock(queue, 1);
    locks.returnToUser('putq');
    expect(log()).toHaveLength(1);
  });
});
