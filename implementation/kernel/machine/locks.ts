import type { Row } from '../../../memory/records.ts';
import type { Machine } from './machine.ts';

/** Why a task is not running: it waits for this lock. Yielded by system calls to their scheduler. */
export interface Wait {
  readonly lock: string;
}

/** A system call, or a part of one: it yields where it has to wait, and returns `T`. */
export type Call<T> = Generator<Wait, T, void>;

export type Lock = Row<'owner'>;

/** The mutexes of the kernel, by name; each knows the task that holds it. */
export class Mutexes {
  readonly #machine: Machine;
  readonly #names = new Map<Lock, string>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  declare(name: string, count: number): readonly Lock[] {
    const { rows } = this.#machine.layout.declare(name, count, ['owner']);
    for (const row of rows) this.#names.set(row, count === 1 ? name : `${name} ${row.index}`);
    return rows;
  }

  name(lock: Lock): string {
    return this.#names.get(lock) ?? 'unknown lock';
  }

  /** mutex_lock: may sleep; a task that takes what it holds already never wakes again. */
  *lock(lock: Lock, where: string): Call<void> {
    const m = this.#machine;
    m.mightSleep(where);
    const self = m.cpu.current + 1;
    if (lock.owner === self) m.splat('recursive locking', where, this.name(lock));
    while (lock.owner !== 0) yield { lock: this.name(lock) };
    lock.owner = self;
  }

  unlock(lock: Lock): void {
    lock.owner = 0;
  }
}
