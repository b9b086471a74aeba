import type { Footprint } from '../../memory/footprint.ts';
import type { Command } from '../../model/command.ts';
import { NOBODY, type Task } from '../../model/task.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import type { Port } from '../../implementation/port.ts';
import type { Runner } from '../run.ts';
import { makeMove } from './make-move.ts';
import type { Program } from './program.ts';
import { type Move, realised } from './realised.ts';

/** The state from which commands overlap. */
export interface OverlapsBeginning {
  /** Brings the runner there. */
  begin(): void;
  /** Every command that is possible in the model now. A new object gets the next name of its sort. */
  commands(): readonly Command[];
  /** The name of the n-th object that `task` creates in this overlap, counted from 0: no two tasks use the same name. */
  nameFor(task: Task, field: string, next: number, n: number): number;
}

/**
 * All overlaps from one state: any command first, then others while it has not returned, until all have returned, up to a
 * number of commands. To begin a command is a move of its task, if that is idle, and each of its further steps is a move.
 * All commands that are executed at once, in no task, count as one task.
 */
export class OverlapsFrom implements Program {
  readonly usesUp = true;
  readonly #runner: Runner;
  readonly #port: Port;
  readonly #vocabulary: Vocabulary;
  readonly #beginning: OverlapsBeginning;
  readonly #most: number;
  /** Moves by their number: the command that is begun, or undefined if the task resumes one. */
  readonly #numbered: { readonly task: Task; readonly c: Command | undefined }[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #made: Move[] = [];
  readonly #makes = new Map<Task, number>();
  #begun = 0;
  #pending = 0;
  #current: Task | undefined;
  #ended: 'whole' | 'stuck' | 'full' = 'whole';

  /** @param most - the largest number of commands */
  constructor(runner: Runner, port: Port, beginning: OverlapsBeginning, most: number) {
    this.#runner = runner;
    this.#port = port;
    this.#vocabulary = runner.specification.vocabulary;
    this.#beginning = beginning;
    this.#most = most;
  }

  /** The number of commands that were begun. */
  get begun(): number {
    return this.#begun;
  }

  /** Whether the trace can continue after it. */
  get ended(): 'whole' | 'stuck' | 'full' {
    return this.#ended;
  }

  /** Whether the commands wait for each other, so that no task can continue. */
  get isDeadlocked(): boolean {
    return this.#ended === 'whole' && this.#pending > 0;
  }

  get steps(): Command[] {
    return realised(this.#vocabulary, this.#made);
  }

  get touched(): Footprint | undefined {
    return this.#port.footprint;
  }

  get isUnfinished(): boolean {
    return this.#current !== undefined && this.#isSuspended(this.#current);
  }

  get isOver(): boolean {
    return this.#ended !== 'whole' || (this.#begun > 0 && this.#pending === 0);
  }

  start(): void {
    this.#beginning.begin();
    this.#made.length = 0;
    this.#makes.clear();
    this.#begun = 0;
    this.#pending = 0;
    this.#current = undefined;
    this.#ended = 'whole';
  }

  moves(): number[] {
    if (this.isOver) return [];
    const found: number[] = [];
    for (const task of this.#runner.suspended)
      if (this.#runner.canTake(this.#vocabulary.tasks.continuationOf(task)))
        found.push(this.#number(task, undefined));
    if (this.#begun < this.#most)
      for (const known of this.#beginning.commands()) {
        const task = this.#vocabulary.taskOf(known);
        if (this.#isSuspended(task)) continue;
        const c = this.#named(known, task);
        if (this.#runner.canTake(c)) found.push(this.#number(task, c));
      }
    return found.toSorted((a, b) => a - b);
  }

  taskOf(move: number): number {
    return this.#numbered[move]!.task;
  }

  step(move: number): void {
    const { task, c } = this.#numbered[move]!;
    if (c !== undefined) {
      this.#begun++;
      if (this.#vocabulary.madeField(c.kind) !== undefined)
        this.#makes.set(task, (this.#makes.get(task) ?? 0) + 1);
    } else this.#pending--;
    const { ended, at } = makeMove(this.#runner, this.#port, task, c);
    this.#ended = ended;
    if (at !== undefined) this.#pending++;
    this.#made.push({ c, task, at });
    this.#current = task;
  }

  #isSuspended(task: Task): boolean {
    return task !== NOBODY && this.#runner.isSuspended(task);
  }

  #named(c: Command, task: Task): Command {
    const field = this.#vocabulary.madeField(c.kind);
    if (field === undefined) return c;
    const n = this.#makes.get(task) ?? 0;
    const name = this.#beginning.nameFor(task, field, c[field] as number, n);
    return { ...c, [field]: name };
  }

  #number(task: Task, c: Command | undefined): number {
    const key = c === undefined ? `${task}` : JSON.stringify(c);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbered.length;
      this.#numbered.push({ task, c });
      this.#numbers.set(key, number);
    }
    return number;
  }
}
