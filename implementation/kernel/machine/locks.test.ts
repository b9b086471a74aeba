import { describe, expect, it } from 'vitest';
import { Mutexes } from './locks.ts';
import { Machine } from './machine.ts';

function lockedMachine() {
  const machine = new Machine();
  const mutexes = new Mutexes(machine);
  const [lock] = mutexes.declare('sva_lock', 1);
  const as = (task: number) => {
    machine.cpu.current = task;
    return mutexes;
  };
  return { machine, mutexes, lock: lock!, as };
}

describe('a mutex', () => {
  it('that is free is taken at once', () => {
    const { mutexes, lock, machine } = lockedMachine();
    expect(mutexes.lock(lock, 'bind')).toBeUndefined();
    expect(lock.owner).not.toBe(0);
    expect(machine.splats).toEqual([]);
  });

  it('that another task holds makes its caller wait, and is taken when that lets go', () => {
    const { as, lock, machine } = lockedMachine();
    as(0).lock(lock, 'bind');
    const waiting = as(1).lock(lock, 'unbind')!;
    expect(waiting.next()).toEqual({ done: false, value: { lock: 'sva_lock' } });
    expect(waiting.next().done).toBe(false);
    as(0).unlock(lock);
    machine.cpu.current = 1;
    expect(waiting.next().done).toBe(true);
    expect(lock.owner).toBe(2);
    expect(machine.splats).toEqual([]);
  });

  it('that its own task holds is recursive locking: noticed, and never taken', () => {
    const { as, lock, machine } = lockedMachine();
    as(3).lock(lock, 'arm_smmu_sva_unbind');
    const waiting = as(3).lock(lock, 'arm_smmu_mm_release')!;
    expect(waiting.next().done).toBe(false);
    expect(machine.splats).toEqual([
      { kind: 'recursive locking', where: 'arm_smmu_mm_release', what: 'sva_lock' },
    ]);
  });

  it('may sleep, so taking one in atomic context is noticed even if it is free', () => {
    const { mutexes, lock, machine } = lockedMachine();
    machine.cpu.atomic = 1;
    mutexes.lock(lock, 'mm_release');
    expect(machine.splats.map((s) => `${s.kind} in ${s.where}`)).toEqual([
      'sleeping in atomic context in mm_release',
    ]);
  });

  it('has a name; one of several has its number with it', () => {
    const { mutexes, lock } = lockedMachine();
    const several = mutexes.declare('q->mutex', 2);
    expect(mutexes.name(lock)).toBe('sva_lock');
    expect(several.map((l) => mutexes.name(l))).toEqual(['q->mutex 0', 'q->mutex 1']);
  });
});
