import type { FairLock, Lock, LockClass, Locks, SharedLock } from './locks.ts';
import type { Machine } from './machine.ts';
import type { Call, Pause } from './pause.ts';
import { beforeLock } from './points.ts';

/** All waits of a system call, and all points at which it may be suspended, start in this file. */

/** The part of the kernel that waiting needs. */
interface Waiting {
  readonly machine: Machine;
  readonly locks: Locks;
}

/** mutex_lock, mmap_write_lock: may sleep; a task that takes a lock which it already holds never wakes up. */
export function* mutexLock(
  { machine, locks }: Waiting,
  cls: LockClass,
  index: number,
  where: string,
): Call<void> {
  machine.mightSleep(where);
  const lock = cls.locks[index]!;
  if (machine.interleaves) yield { in: where, at: beforeLock(cls.name, where), lock };
  if (lock.owner === machine.cpu.current + 1)
    machine.splat('recursive locking', where, locks.name(cls, index));
  while (lock.owner !== 0)
    yield { in: where, at: `${where}: waits for ${locks.name(cls, index)}`, lock, waits: true };
  locks.acquired(cls, lock, where);
}

/** down_read: waits for a writer; of a fair lock also for one that waits. `owner` is then one of the readers. */
export function* downRead(
  { machine, locks }: Waiting,
  cls: LockClass,
  lock: SharedLock & Partial<Pick<FairLock, 'writers'>>,
  where: string,
): Call<void> {
  machine.mightSleep(where);
  if (machine.interleaves) yield { in: where, at: beforeLock(cls.name, where), lock, shared: lock };
  while ((lock.owner !== 0 && lock.readers === 0) || (lock.writers ?? 0) !== 0)
    yield { in: where, at: `${where}: waits for ${cls.name}`, lock, shared: lock, waits: true };
  locks.acquired(cls, lock, where);
  lock.readers |= 1 << machine.cpu.current;
}

/** Waits until nobody holds it, and does not take it. Before that wait nothing was done, so it is no point. */
export function* whileHeld(lock: Lock, where: string, what: string): Call<void> {
  while (lock.owner !== 0)
    yield { in: where, at: `${where}: waits for ${what}`, lock, waits: true };
}

/** down_write of a fair lock: while the task waits, no other one begins to read (kernel/locking/rwsem.c). */
export function* downWrite(
  { machine, locks }: Waiting,
  cls: LockClass,
  lock: FairLock,
  where: string,
): Call<void> {
  machine.mightSleep(where);
  if (machine.interleaves) yield { in: where, at: beforeLock(cls.name, where), lock };
  const { current } = machine.cpu;
  if (lock.owner === current + 1)
    machine.splat('recursive locking', where, locks.name(cls, lock.index));
  while (lock.owner !== 0) {
    lock.writers |= 1 << current;
    yield {
      in: where,
      at: `${where}: waits for ${locks.name(cls, lock.index)}`,
      lock,
      waits: true,
    };
  }
  if (lock.writers !== 0) lock.writers &= ~(1 << current);
  locks.acquired(cls, lock, where);
}

/** A point with unfinished work. If tasks overlap, another one can run now. */
export function* point({ machine }: Pick<Waiting, 'machine'>, at: Pause): Call<void> {
  machine.step();
  if (machine.interleaves) yield at;
}
