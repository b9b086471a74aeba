import { type Reference, rowOf } from '../../../memory/kinds.ts';
import type { Row } from '../../../memory/records.ts';
import type { Machine } from './machine.ts';

/** `owner`: the task that holds it, plus 1; 0 if none does. */
export type Lock = Row<'owner'>;

/** A lock that many tasks can hold for reading: a bit per reader. */
export type SharedLock = Row<'owner' | 'readers'>;

/** One for which a task that waits to write keeps new readers out: a bit per writer that waits. */
export type FairLock = Row<'owner' | 'readers' | 'writers'>;

/**
 * All locks of one kind, as lockdep sees them. `rank`: its place in the lock order, 0 for the
 * outermost.
 */
export interface LockClass {
  readonly name: string;
  readonly rank: number;
  readonly locks: readonly Lock[];
}

/**
 * The locks of the kernel. Each lock records its holder, and each task the classes that it
 * holds. Lockdep learns the lock order from the code that takes locks, and reports the first contradiction.
 * Here the order is known from boot, so the first code path that breaks it is reported, even if it does not
 * deadlock (Documentation/locking/lockdep-design.rst).
 */
export class Locks {
  readonly #machine: Machine;
  /** Names of classes, the outermost first. */
  readonly #order: readonly string[];
  /** The existing classes, the outermost first. */
  readonly #classes: LockClass[] = [];
  /**
   * By task: a bit for the rank of each class that it holds. A task reads only its own, so these words need
   * not be recorded, and are read directly.
   */
  #held = new Int32Array(0) as Int32Array;

  /** @param order - the names of all possible classes, the outermost first */
  constructor(machine: Machine, order: readonly string[]) {
    this.#machine = machine;
    this.#order = order;
  }

  /** Called once, before any lock is taken. @param tasks - the number of tasks */
  begin(tasks: number): void {
    const { layout } = this.#machine;
    const { base } = layout.declare('held locks', tasks, { classes: 'value' });
    this.#held = layout.words.subarray(base, base + tasks);
  }

  /** A class with separate locks. @param of - the kind of object that has one lock each: a device, a queue */
  declare(name: string, count: number, of?: Reference): LockClass {
    const options = of && { keyed: { of, each: 1 } };
    const { rows } = this.#machine.layout.declare(
      name,
      count,
      { owner: rowOf('task', 1) },
      options,
    );
    return this.adopt(name, rows);
  }

  /** A class whose locks are part of other objects. */
  adopt(name: string, locks: readonly Lock[]): LockClass {
    const rank = this.#order.indexOf(name);
    if (rank < 0) throw new Error(`${name} has no place in the order of locks`);
    const made = { name, rank, locks };
    this.#classes.push(made);
    this.#classes.sort((a, b) => a.rank - b.rank);
    return made;
  }

  name(cls: LockClass, index: number): string {
    return cls.locks.length === 1 ? cls.name : `${cls.name} ${index}`;
  }

  /** For locks of any class, for reports. */
  nameOf(lock: Lock): string {
    const cls = this.#classes.find(({ locks }) => locks[lock.index] === lock);
    return cls === undefined ? 'a lock' : this.name(cls, lock.index);
  }

  /** up_read */
  unlockShared(cls: LockClass, lock: SharedLock): void {
    const { current } = this.#machine.cpu;
    if ((lock.readers & (1 << current)) === 0) this.#unbalanced(cls, lock);
    lock.readers &= ~(1 << current);
    lock.owner = lock.readers === 0 ? 0 : 32 - Math.clz32(lock.readers);
    this.#held[current]! &= ~(1 << cls.rank);
  }

  /** mutex_trylock, down_write_trylock: never waits, so it may come in any order (validate_chain checks none for it). */
  tryLock(cls: LockClass, index: number): boolean {
    const lock = cls.locks[index]!;
    if (lock.owner !== 0) return false;
    this.#holds(cls, lock);
    return true;
  }

  /** Takes a lock that must be free, because its holders never wait: a spinlock. */
  take(cls: LockClass, where: string): void {
    this.acquired(cls, cls.locks[0]!, where);
  }

  /** lock_acquired: by the running task. */
  acquired(cls: LockClass, lock: Lock, where: string): void {
    this.#machine.step();
    const held = this.#held[this.#machine.cpu.current]!;
    if (held >> cls.rank !== 0) this.#inverted(cls, held, where);
    this.#holds(cls, lock);
  }

  #holds(cls: LockClass, lock: Lock): void {
    const { current } = this.#machine.cpu;
    this.#held[current]! |= 1 << cls.rank;
    lock.owner = current + 1;
  }

  #inverted(cls: LockClass, held: number, where: string): void {
    const outer = this.#classes.findLast(({ rank }) => (held & (1 << rank)) !== 0)!;
    const what =
      outer === cls ? `${cls.name} under another ${cls.name}` : `${cls.name} under ${outer.name}`;
    this.#machine.splat('inverted lock order', where, what);
  }

  /** mutex_unlock, up_write, spin_unlock: by the task that holds it. */
  unlock(cls: LockClass, index: number): void {
    const { current } = this.#machine.cpu;
    const lock = cls.locks[index]!;
    if (lock.owner !== current + 1) this.#unbalanced(cls, lock);
    lock.owner = 0;
    this.#held[current]! &= ~(1 << cls.rank);
  }

  /** print_unlock_imbalance_bug: the task does not hold what it releases. It is released all the same. */
  #unbalanced(cls: LockClass, { index }: Lock): void {
    this.#machine.splat('bad unlock balance', 'lock_release', this.name(cls, index));
  }

  /** mutex_init */
  init(cls: LockClass, index: number): void {
    cls.locks[index]!.owner = 0;
  }

  /** On return to user mode a task may hold no lock (kernel/locking/lockdep.c, lockdep_sys_exit). */
  returnToUser(where: string): void {
    const { current } = this.#machine.cpu;
    const held = this.#held[current]!;
    if (held === 0) return;
    const names = this.#classes.filter(({ rank }) => (held & (1 << rank)) !== 0);
    this.#machine.splat('lock held on return', where, names.map(({ name }) => name).join(', '));
    this.#held[current] = 0;
  }
}
