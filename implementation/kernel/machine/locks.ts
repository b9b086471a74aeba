import { type Reference, rowOf } from '../../../memory/kinds.ts';
import type { Row } from '../../../memory/records.ts';
import type { Machine } from './machine.ts';

/** Why a task is not running: it waits for this lock. Yielded by system calls to their scheduler. */
export interface Wait {
  readonly lock: string;
}

/** A part of a system call that may have to wait: it yields where it does, and returns `T`. */
export type Call<T> = Generator<Wait, T, void>;

/**
 * What is left to do of something that mostly is done at once: `undefined`, or the rest, to be run with
 * `yield*`. Most locks are free and most references are not the last; a generator for each of those
 * would cost more than all the rest of the simulation (measured: 2.6 us instead of 0.9 per command).
 */
export type Rest = Call<void> | undefined;

export type Lock = Row<'owner'>;

/** The mutexes of the kernel, by name; each knows the task that holds it. */
export class Mutexes {
  readonly #machine: Machine;
  readonly #names = new Map<Lock, string>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** @param of - what there is one lock for: a device, a queue. */
  declare(name: string, count: number, of?: Reference): readonly Lock[] {
    const options = of && { keyed: { of, each: 1 } };
    const { rows } = this.#machine.layout.declare(
      name,
      count,
      { owner: rowOf('task', 1) },
      options,
    );
    for (const row of rows) this.#names.set(row, count === 1 ? name : `${name} ${row.index}`);
    return rows;
  }

  name(lock: Lock): string {
    return this.#names.get(lock) ?? 'unknown lock';
  }

  /** mutex_lock: may sleep; a task that takes what it holds already never wakes again. */
  lock(lock: Lock, where: string): Rest {
    const m = this.#machine;
    m.mightSleep(where);
    if (lock.owner !== 0) return this.#wait(lock, where);
    lock.owner = m.cpu.current + 1;
    return undefined;
  }

  *#wait(lock: Lock, where: string): Call<void> {
    const m = this.#machine;
    const self = m.cpu.current + 1;
    if (lock.owner === self) m.splat('recursive locking', where, this.name(lock));
    while (lock.owner !== 0) yield { lock: this.name(lock) };
    lock.owner = self;
  }

  unlock(lock: Lock): void {
    lock.owner = 0;
  }
}
