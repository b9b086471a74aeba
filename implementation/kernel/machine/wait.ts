import type { LockClass, Locks, SharedLock } from './locks.ts';
import type { Machine } from './machine.ts';
import type { Call, Pause } from './pause.ts';
import { beforeLock } from './points.ts';

/** What a system call may wait for, and where it may be suspended: all of it begins here. */

/** What waiting needs of the kernel. */
interface Waiting {
  readonly machine: Machine;
  readonly locks: Locks;
}

/** mutex_lock, mmap_write_lock: may sleep; a task that takes what it holds already never wakes again. */
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

/** down_read: waits for a writer alone. `owner` is one of the readers then. */
export function* downRead(
  { machine, locks }: Waiting,
  cls: LockClass,
  lock: SharedLock,
  where: string,
): Call<void> {
  machine.mightSleep(where);
  if (machine.interleaves) yield { in: where, at: beforeLock(cls.name, where), lock, shared: lock };
  while (lock.owner !== 0 && lock.readers === 0)
    yield { in: where, at: `${where}: waits for ${cls.name}`, lock, shared: lock, waits: true };
  locks.acquired(cls, lock, where);
  lock.readers |= 1 << machine.cpu.current;
}

/** Something is half done here. Where tasks overlap, another one can run now. */
export function* point({ machine }: Pick<Waiting, 'machine'>, at: Pause): Call<void> {
  if (machine.interleaves) yield at;
}
