import type { Program } from '../checker/interleavings/program.ts';
import type { Draw } from '../checker/draw.ts';
import { Footprint } from '../memory/footprint.ts';
import { Layout, type Row } from '../memory/records.ts';

type Words = readonly Row<'value'>[];

/** The private memory of a task. */
interface Local {
  readonly task: number;
  value: number;
}

/** An atomic step. */
export interface Op {
  /** Set if the step may have to wait. */
  readonly needs?: (words: Words) => boolean;
  readonly does: (words: Words, local: Local) => void;
}

/** A task starts any of its commands, this number of times. */
interface Task {
  readonly commands: readonly (readonly Op[])[];
  readonly rounds: number;
}

export interface Toy {
  readonly words: number;
  readonly tasks: readonly Task[];
  readonly isOver?: (words: readonly number[]) => boolean;
}

/** A number larger than the commands of any task of a toy. */
const COMMANDS = 8;

/** For suites and benchmarks: small programs of several tasks that share some words of memory. */
export class ToyProgram implements Program {
  readonly touched: Footprint | undefined;
  readonly #toy: Toy;
  readonly #layout: Layout;
  readonly #words: Words;
  readonly #locals: Local[];
  /** For each task: its command, its next step in that, and the rounds that it began. */
  readonly #at: { command: number; step: number; rounds: number }[];
  #current = 0;

  constructor(toy: Toy, records = true) {
    this.#toy = toy;
    this.touched = records ? new Footprint() : undefined;
    this.#layout = new Layout(toy.words, this.touched);
    this.#words = this.#layout.declare('word', toy.words, ['value']).rows;
    this.#locals = toy.tasks.map((_, task) => ({ task, value: 0 }));
    this.#at = toy.tasks.map(() => ({ command: 0, step: 0, rounds: 0 }));
  }

  start(): void {
    this.#layout.clear();
    this.#current = 0;
    for (const local of this.#locals) local.value = 0;
    for (const at of this.#at) Object.assign(at, { command: 0, step: 0, rounds: 0 });
  }

  moves(): number[] {
    const found: number[] = [];
    this.#toy.tasks.forEach(({ commands, rounds }, task) => {
      const at = this.#at[task]!;
      if (at.step > 0) this.#addIfPossible(found, task, at.command);
      else if (at.rounds < rounds)
        for (let i = 0; i < commands.length; i++) this.#addIfPossible(found, task, i);
    });
    return found;
  }

  taskOf(move: number): number {
    return Math.floor(move / COMMANDS);
  }

  step(move: number): void {
    const task = this.taskOf(move);
    const command = move % COMMANDS;
    const at = this.#at[task]!;
    const ops = this.#toy.tasks[task]!.commands[command]!;
    const { needs, does } = ops[at.step]!;
    if (at.step === 0) at.rounds++;
    at.command = command;
    at.step = (at.step + 1) % ops.length;
    this.#current = task;
    this.touched?.clear();
    if (needs?.(this.#words) === false) throw new Error(`move ${move} is not possible`);
    does(this.#words, this.#locals[task]!);
  }

  get isUnfinished(): boolean {
    return this.#at[this.#current]!.step > 0;
  }

  get isOver(): boolean {
    return this.#toy.isOver?.(this.words) ?? false;
  }

  get words(): number[] {
    return [...this.#layout.used];
  }

  /** The state at the end, in words. */
  get state(): string {
    return [...this.words, '|', ...this.#locals.map((local) => local.value)].join(' ');
  }

  #addIfPossible(found: number[], task: number, command: number): void {
    const { needs } = this.#toy.tasks[task]!.commands[command]![this.#at[task]!.step]!;
    if (needs?.(this.#words) ?? true) found.push(task * COMMANDS + command);
  }
}

/** The tasks that made these moves, as letters. */
export function letters(moves: readonly number[]): string {
  return moves.map((move) => String.fromCharCode(65 + Math.floor(move / COMMANDS))).join('');
}

/** A task that runs one command once. */
export function once(...ops: readonly Op[]): Task {
  return { commands: [ops], rounds: 1 };
}

export function load(word: number): Op {
  return { does: (words, local) => (local.value = words[word]!.value) };
}

/** Stores one more than was loaded. */
export function storeNext(word: number): Op {
  return { does: (words, local) => (words[word]!.value = local.value + 1) };
}

export function store(word: number, value: number): Op {
  return { does: (words) => (words[word]!.value = value) };
}

export function lock(word: number): Op {
  return {
    needs: (words) => words[word]!.value === 0,
    does: (words, local) => (words[word]!.value = local.task + 1),
  };
}

export function unlock(word: number): Op {
  return store(word, 0);
}

/** Increments a word in one step. */
export function count(word: number): Op {
  return { does: (words) => words[word]!.value++ };
}

/** Records in one word that another has changed since it was loaded. */
export function noteChange(word: number, noted: number): Op {
  return {
    does: (words, local) => {
      if (words[word]!.value !== local.value) words[noted]!.value = 1;
    },
  };
}

/**
 * Mixes the task’s value with the word that it reads, and writes the result: each order of two tasks gives another value.
 */
function mix(reads: readonly number[], writes: readonly number[], salt: number): Op {
  return {
    does: (words, local) => {
      for (const word of reads) local.value = (local.value * 7 + words[word]!.value + salt) % 1009;
      for (const word of writes) words[word]!.value = (local.value * 3 + salt) % 1009;
    },
  };
}

/** Writes to a word that depends on the task’s value. */
function scatter(among: number, salt: number): Op {
  return { does: (words, local) => (words[local.value % among]!.value = local.value + salt) };
}

/** The number of data words of a random toy; a lock follows them. */
const DATA = 4;

/** A random toy: 2 tasks of 2 to 4 steps, or 3 tasks of 2 or 3 steps; some tasks choose their command. */
export function randomToy(draw: Draw): Toy {
  const some = (most: number) =>
    Array.from({ length: draw.nextInt(0, most) }, () => draw.nextInt(0, DATA - 1));
  const step = () => {
    const salt = draw.nextInt(1, 99);
    return draw.nextInt(1, 5) === 1 ? scatter(DATA, salt) : mix(some(2), some(1), salt);
  };
  const body = (length: number): Op[] => {
    const ops = Array.from({ length }, step);
    if (length < 3 || draw.nextInt(1, 3) > 1) return ops;
    return [lock(DATA), ...ops.slice(2), unlock(DATA)];
  };
  const tasks = draw.nextInt(2, 3);
  const longest = tasks === 2 ? 4 : 3;
  return {
    words: DATA + 1,
    tasks: Array.from({ length: tasks }, () => {
      const length = draw.nextInt(2, longest);
      const kind = draw.nextInt(1, 6);
      if (kind === 1) return { commands: [body(length), body(2)], rounds: 1 };
      if (kind === 2) return { commands: [body(1), body(1)], rounds: 2 };
      return once(...body(length));
    }),
  };
}
