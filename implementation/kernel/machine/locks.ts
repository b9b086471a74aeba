import { type Reference, rowOf } from '../../../memory/kinds.ts';
import type { Row } from '../../../memory/records.ts';
import type { Machine } from './machine.ts';

/** `owner`: the task that holds it, plus 1; 0 if none does. */
export type Lock = Row<'owner'>;

/** One that many can hold to read: bit per task that does. */
export type SharedLock = Row<'owner' | 'readers'>;

/**
 * All locks of one kind, as lockdep sees them. `rank`: its place in the order in which they are taken, the
 * outermost 0.
 */
export interface LockClass {
  readonly name: string;
  readonly rank: number;
  readonly locks: readonly Lock[];
}

/**
 * The locks of the kernel; each knows the task that holds it, and each task knows the classes that it
 * holds. Lockdep learns the order of locks from whoever takes them and complains when two ways disagree;
 * here the order is taught at boot, so that the first way that does not keep to it is noticed, whether or not it
 * strikes (Documentation/locking/lockdep-design.rst).
 */
export class Locks {
  readonly #machine: Machine;
  /** Names of classes, the outermost first. */
  readonly #order: readonly string[];
  /** Those that there are, the outermost first. */
  readonly #classes: LockClass[] = [];
  /**
   * By task: a bit for the rank of each class that it holds. A task looks at its own alone, so these words need
   * not be recorded, and are read as they lie.
   */
  #held = new Int32Array(0) as Int32Array;

  /** @param order - the names of all classes that there can be, the outermost first */
  constructor(machine: Machine, order: readonly string[]) {
    this.#machine = machine;
    this.#order = order;
  }

  /** Called once, before any lock is taken. @param tasks - how many there are */
  begin(tasks: number): void {
    const { layout } = this.#machine;
    const { base } = layout.declare('held locks', tasks, { classes: 'value' });
    this.#held = layout.words.subarray(base, base + tasks);
  }

  /** A class with locks of its own. @param of - what there is one lock for: a device, a queue. */
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

  /** Of whichever class: for reports. */
  nameOf(lock: Lock): string {
    const cls = this.#classes.find(({ locks }) => locks[lock.index] === lock);
    return cls === undefined ? 'a lock' : this.name(cls, lock.index);
  }

  /** up_read */
  unlockShared(cls: LockClass, lock: SharedLock): void {
    const { current } = this.#machine.cpu;
    lock.readers &= ~(1 << current);
    lock.owner = lock.readers === 0 ? 0 : 32 - Math.clz32(lock.readers);
    this.#held[current]! &= ~(1 << cls.rank);
  }

  /** mutex_trylock, down_write_trylock: never waits. */
  tryLock(cls: LockClass, index: number, where: string): boolean {
    const lock = cls.locks[index]!;
    if (lock.owner !== 0) return false;
    this.acquired(cls, lock, where);
    return true;
  }

  /** Takes a lock that must be free, because nothing that holds it ever waits: a spinlock. */
  take(cls: LockClass, where: string): void {
    this.acquired(cls, cls.locks[0]!, where);
  }

  /** lock_acquired: by the running task. */
  acquired(cls: LockClass, lock: Lock, where: string): void {
    const { current } = this.#machine.cpu;
    const held = this.#held[current]!;
    if (held >> cls.rank !== 0) this.#inverted(cls, held, where);
    this.#held[current] = held | (1 << cls.rank);
    lock.owner = current + 1;
  }

  #inverted(cls: LockClass, held: number, where: string): void {
    const outer = this.#classes.findLast(({ rank }) => (held & (1 << rank)) !== 0)!;
    const what =
      outer === cls ? `${cls.name} under another ${cls.name}` : `${cls.name} under ${outer.name}`;
    this.#machine.splat('inverted lock order', where, what);
  }

  unlock(cls: LockClass, index: number): void {
    cls.locks[index]!.owner = 0;
    this.#held[this.#machine.cpu.current]! &= ~(1 << cls.rank);
  }

  /** mutex_init */
  init(cls: LockClass, index: number): void {
    cls.locks[index]!.owner = 0;
  }

  /** On the way back to user mode nothing may be held (kernel/locking/lockdep.c, lockdep_sys_exit). */
  returnToUser(where: string): void {
    const { current } = this.#machine.cpu;
    const held = this.#held[current]!;
    if (held === 0) return;
    const names = this.#classes.filter(({ rank }) => (held & (1 << rank)) !== 0);
    this.#machine.splat('lock held on return', where, names.map(({ name }) => name).join(', '));
    this.#held[current] = 0;
  }
}
