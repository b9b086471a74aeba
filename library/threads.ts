import type { StateLine } from '../model/state-line.ts';
import { ANYWHERE, CannotGoOn, type Paused, type Port } from '../implementation/port.ts';
import { Footprint } from '../memory/footprint.ts';
import { type Answer, failed } from '../model/answer.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Command } from '../model/command.ts';
import { isContinuation } from '../model/continuations.ts';
import { NOBODY, type Task } from '../model/task.ts';
import type { Specification } from '../properties/specification.ts';
import { answerOfThrown } from './answer-of-thrown.ts';
import { checkFunctions } from './checks/functions.ts';
import { checkOnce } from './checks/words.ts';
import { guess, InputError } from '../model/input-error.ts';
import { isWritablePoint } from '../model/lines.ts';
import { shown } from '../model/shown.ts';
import type { Shapes, StateOf, Tables } from './tables.ts';

/** What a thread waits for, and until when. */
export interface Wait {
  /** What it waits for, in words: `the lock`. */
  readonly for: string;
  /** Whether the thread can be resumed. It may read only the tables. */
  isOver(this: void): boolean;
}

/** A command that runs in parts: it yields at each point at which another thread may run, and when it waits. */
export type Steps<P extends string> = Generator<P | Wait, Answer, undefined>;

/** A system whose commands may overlap: a record of generator functions over tables. */
export interface ThreadedFunctions<S extends Shapes, P extends string> {
  readonly name: string;
  /** It declares the threads that run the commands. */
  readonly specification: Specification;
  /** All state between two steps, except the local variables of a suspended thread. */
  readonly memory: Tables<S>;
  /** The names of all points. */
  readonly points: readonly P[];
  /** The function of each command, by its kind: a generator function, or a plain function that never waits. */
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
  /** What it waits for, if it waits. */
  wait: Wait | undefined;
}

const PAUSED: Answer = failed('PAUSED');
const HUNG: Answer = failed('HUNG');

/**
 * Makes a port of a system of generator functions. The engine decides at which points a thread is suspended, which thread
 * runs meanwhile, and when the first is resumed. Without such a decision a command runs through all its points.
 */
export function threadsOf<S extends Shapes, const P extends string>(
  system: ThreadedFunctions<S, P>,
): Port {
  checkFunctions(system, [
    'name',
    'specification',
    'memory',
    'points',
    'commands',
    'alike',
    'observes',
    'observe',
  ]);
  checkOnce(system.name, 'point', system.points);
  const unwritable = system.points.find((point) => !isWritablePoint(point));
  if (unwritable !== undefined)
    throw new InputError(
      `${system.name}: point ${shown(unwritable)}: expected words without brackets, # and ;, one space apart`,
    );
  return new Threads<S>(system);
}

class Threads<S extends Shapes> implements Port {
  readonly name: string;
  readonly capabilities: Port['capabilities'];
  readonly footprint: Footprint | undefined;
  readonly #system: ThreadedFunctions<S, string>;
  readonly #points: ReadonlySet<string>;
  readonly #suspended = new Map<Task, Suspended>();
  #s: StateOf<S> | undefined;
  #world: AnyWorld | undefined;
  #paused: Paused | undefined;

  constructor(system: ThreadedFunctions<S, string>, footprint?: Footprint) {
    const { name, commands, observes = [], points, alike = false } = system;
    this.name = name;
    this.#system = system;
    this.footprint = footprint;
    this.#points = new Set(points);
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
      // A command that still waits is resumed only if no thread is left that could end the waiting.
      return command.wait?.isOver() === false ? HUNG : this.#goOn(task, command, c.stops);
    }
    let result: Steps<string> | Answer;
    try {
      result = this.#system.commands[c.kind]!(this.#s!, c as never);
    } catch (error) {
      return answerOfThrown(error);
    }
    if (!isSteps(result)) return result;
    if (task === NOBODY && c.stops !== undefined)
      throw new CannotGoOn(`${c.kind} is run by no thread`);
    return this.#goOn(task, { steps: result, at: c.kind, wait: undefined }, c.stops);
  }

  /** Runs the command up to the point at which it is suspended, until it waits, or until it returns. */
  #goOn(task: Task, command: Suspended, stops: string | undefined): Answer {
    for (;;) {
      let result: IteratorResult<string | Wait, Answer>;
      try {
        result = command.steps.next();
      } catch (error) {
        this.#suspended.delete(task);
        return answerOfThrown(error);
      }
      const { value, done } = result;
      if (done === true) {
        this.#suspended.delete(task);
        return value;
      }
      if (!this.#points.has(value as string) && !isWait(value)) throw this.#notDeclared(value);
      if (typeof value === 'string') {
        command.at = value;
        command.wait = undefined;
        if (stops === ANYWHERE || stops === value) return this.#suspend(task, command);
      } else {
        command.wait = value;
        if (!value.isOver()) {
          // Nobody else is in the midst of a command that could end the waiting.
          if (!this.#hasOthers(task)) return HUNG;
          return this.#suspend(task, command);
        }
      }
    }
  }

  #hasOthers(task: Task): boolean {
    return this.#suspended.size > (this.#suspended.has(task) ? 1 : 0);
  }

  #notDeclared(value: unknown): InputError {
    const { name, points } = this.#system;
    return new InputError(
      `${name}: yields ${shown(value)}, which is none of its points: ${points.join(', ') || 'none'}${guess(String(value), points)}`,
    );
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

function isSteps(result: Steps<string> | Answer): result is Steps<string> {
  return typeof (result as Partial<Steps<string>> | undefined)?.next === 'function';
}

function isWait(value: string | Wait): value is Wait {
  return typeof (value as Partial<Wait> | undefined)?.isOver === 'function';
}

/** Waits for a lock that is a field of a table: 0 is free. The lock is taken in the step in which the wait ends. */
export function* lock<F extends string>(
  row: Record<F, number>,
  field: F,
  name: string = field,
): Generator<Wait, void, undefined> {
  while (row[field] !== 0) yield { for: name, isOver: () => row[field] === 0 };
  Object.assign(row, { [field]: 1 });
}
