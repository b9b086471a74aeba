import type { StateLine } from '../model/state-line.ts';
import { ANYWHERE, CannotGoOn, type Paused, type Port } from '../implementation/port.ts';
import { Footprint } from '../memory/footprint.ts';
import { type Answer, failed } from '../model/answer.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Command } from '../model/command.ts';
import { isContinuation } from '../model/continuations.ts';
import { NOBODY, type Task } from '../model/task.ts';
import type { Specification } from '../properties/specification.ts';
import type { Shapes, StateOf, Tables } from './tables.ts';

/** Where a thread waits, and until when. */
export interface Wait {
  /** What it waits for, in a word: `the lock`. */
  readonly for: string;
  /** Can it go on? It reads the tables alone. */
  isOver(this: void): boolean;
}

/** A command that is carried out bit by bit: it yields at each point at which another thread may run, and where it waits. */
export type Steps<P extends string> = Generator<P | Wait, Answer, undefined>;

/** A system whose commands may overlap: a record of generator functions over tables. */
export interface ThreadedFunctions<S extends Shapes, P extends string> {
  readonly name: string;
  /** Whose threads run the commands is said there. */
  readonly specification: Specification;
  /** All that it keeps between two steps, but for what a thread has in its own variables. */
  readonly memory: Tables<S>;
  /** The names of all points. */
  readonly points: readonly P[];
  /** What each command does, by its kind: a generator function, or a function of what is done at once. */
  readonly commands: Readonly<Record<string, (s: StateOf<S>, c: never) => Steps<P> | Answer>>;
  /** Whether it treats all things of one table alike, whatever they are called: then a search has fewer states. */
  readonly alike?: boolean;
  /** Kinds of things that it shows, and what can be seen. */
  readonly observes?: readonly string[];
  observe?(this: void, s: StateOf<S>): object;
}

/** A command that has not returned. */
interface Suspended {
  readonly steps: Steps<string>;
  at: string;
  /** What it waits for, if it does. */
  wait: Wait | undefined;
}

const PAUSED: Answer = failed('PAUSED');
const HUNG: Answer = failed('HUNG');

/**
 * A system of generator functions as a port. The engine decides at which points a thread is suspended, which one runs
 * meanwhile, and when it is resumed. A command without such a decision runs through all its points.
 */
export function threadsOf<S extends Shapes, const P extends string>(
  system: ThreadedFunctions<S, P>,
): Port {
  return new Threads<S>(system);
}

class Threads<S extends Shapes> implements Port {
  readonly name: string;
  readonly capabilities: Port['capabilities'];
  readonly footprint: Footprint | undefined;
  readonly #system: ThreadedFunctions<S, string>;
  readonly #suspended = new Map<Task, Suspended>();
  #s: StateOf<S> | undefined;
  #world: AnyWorld | undefined;
  #paused: Paused | undefined;

  constructor(system: ThreadedFunctions<S, string>, footprint?: Footprint) {
    const { name, commands, observes = [], points, alike = false } = system;
    this.name = name;
    this.#system = system;
    this.footprint = footprint;
    this.capabilities = {
      commands: new Set(Object.keys(commands)),
      observes: new Set(observes),
      faults: false,
      points,
      alike,
    };
  }

  reset(world: AnyWorld): void {
    this.abandon();
    if (this.#world === world) this.#s!.reset();
    else this.#s = this.#system.memory.state(world, this.footprint);
    this.#world = world;
  }

  apply(c: Command): Answer {
    const { vocabulary } = this.#system.specification;
    const task = vocabulary.taskOf(c);
    this.#paused = undefined;
    if (isContinuation(c)) {
      const command = this.#suspended.get(task)!;
      // A command that still waits is resumed only where nobody is left who could end the waiting.
      return command.wait?.isOver() === false ? HUNG : this.#goOn(task, command, c.stops);
    }
    const result = this.#system.commands[c.kind]!(this.#s!, c as never);
    if (!('next' in result)) return result;
    if (task === NOBODY && c.stops !== undefined)
      throw new CannotGoOn(`${c.kind} is run by no thread`);
    return this.#goOn(task, { steps: result, at: c.kind, wait: undefined }, c.stops);
  }

  /** Up to the point at which it has to stop, or where it has to wait, or until it returns. */
  #goOn(task: Task, command: Suspended, stops: string | undefined): Answer {
    for (;;) {
      const { value, done } = command.steps.next();
      if (done === true) {
        this.#suspended.delete(task);
        return value;
      }
      if (typeof value === 'string') {
        command.at = value;
        command.wait = undefined;
        if (stops === ANYWHERE || stops === value) return this.#suspend(task, command);
      } else {
        command.wait = value;
        if (!value.isOver()) return this.#suspend(task, command);
      }
    }
  }

  #suspend(task: Task, command: Suspended): Answer {
    this.#suspended.set(task, command);
    const { at, wait } = command;
    this.#paused = { at, ...(wait && { waits: wait.for, holder: 'another thread' }) };
    return PAUSED;
  }

  paused(): Paused | undefined {
    return this.#paused;
  }

  canContinue(continuation: Command): boolean {
    const task = this.#system.specification.vocabulary.taskOf(continuation);
    return this.#suspended.get(task)?.wait?.isOver() ?? true;
  }

  settle(): void {
    // Nothing is deferred.
  }

  observe(): object {
    return this.#system.observe?.(this.#s!) ?? {};
  }

  describe(): readonly StateLine[] {
    return this.#system.memory.describe(this.#s!);
  }

  memory() {
    return this.#s!.layout;
  }

  recording(): Port {
    return new Threads(this.#system, new Footprint());
  }

  abandon(): void {
    this.#suspended.clear();
    this.#paused = undefined;
  }
}

/** Waits for a lock that is a field of a table: 0 is free. It is taken when the waiting is over, in the same step. */
export function* lock<F extends string>(
  row: Record<F, number>,
  field: F,
  name: string = field,
): Generator<Wait, void, undefined> {
  while (row[field] !== 0) yield { for: name, isOver: () => row[field] === 0 };
  Object.assign(row, { [field]: 1 });
}
