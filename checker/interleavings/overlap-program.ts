import type { Footprint } from '../../memory/footprint.ts';
import type { Command } from '../../model/command.ts';
import { NOBODY, type Task } from '../../model/task.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import type { Port } from '../../implementation/port.ts';
import type { Runner } from '../run.ts';
import { makeMove } from './make-move.ts';
import type { Program } from './program.ts';
import { type Move, realised } from './realised.ts';

/** The commands of one task, in their order. */
interface Queue {
  readonly task: Task;
  readonly commands: readonly Command[];
  /** The number of commands that were begun, or could not be. */
  begun: number;
}

/**
 * Commands as a program: those of one task run one after the other, and those of different tasks in any order and
 * interleaved. A step goes from one point of the implementation to the next. Each command that is executed at once, in no
 * task, counts as a separate task.
 */
export class OverlapProgram implements Program {
  readonly usesUp = true;
  readonly #runner: Runner;
  readonly #vocabulary: Vocabulary;
  readonly #port: Port;
  readonly #queues: Queue[] = [];
  readonly #begin: () => void;
  readonly #moves: Move[] = [];
  #isOver = false;
  #current: Queue | undefined;

  /** @param begin - brings the runner to the state in which the commands begin */
  constructor(runner: Runner, port: Port, commands: readonly Command[], begin: () => void) {
    this.#runner = runner;
    this.#vocabulary = runner.specification.vocabulary;
    this.#port = port;
    this.#begin = begin;
    const byTask = new Map<Task, Command[]>();
    for (const c of commands) {
      const task = this.#vocabulary.taskOf(c);
      const own = byTask.get(task);
      if (own !== undefined && task !== NOBODY) own.push(c);
      else {
        const queue = [c];
        byTask.set(task, queue);
        this.#queues.push({ task, commands: queue, begun: 0 });
      }
    }
  }

  get tasks(): number {
    return this.#queues.length;
  }

  /** The schedule so far, as steps of a trace. */
  get steps(): Command[] {
    return realised(this.#vocabulary, this.#moves);
  }

  /** The number of moves so far. */
  get length(): number {
    return this.#moves.length;
  }

  /** Reports the number of moves of each command. */
  eachCommand(visit: (kind: string, moves: number) => void): void {
    const made = new Map<Task, { kind: string; moves: number }>();
    for (const { c, task } of this.#moves) {
      if (c !== undefined) {
        const before = made.get(task);
        if (before !== undefined) visit(before.kind, before.moves);
        made.set(task, { kind: c.kind, moves: 1 });
      } else made.get(task)!.moves++;
    }
    for (const { kind, moves } of made.values()) visit(kind, moves);
  }

  get touched(): Footprint | undefined {
    return this.#port.footprint;
  }

  get isUnfinished(): boolean {
    return this.#current !== undefined && this.#isSuspended(this.#current);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  start(): void {
    this.#begin();
    for (const queue of this.#queues) queue.begun = 0;
    this.#moves.length = 0;
    this.#isOver = false;
    this.#current = undefined;
  }

  moves(): number[] {
    const found: number[] = [];
    if (this.#isOver) return found;
    this.#queues.forEach((queue, i) => {
      if (this.#isSuspended(queue)) {
        if (this.#runner.canTake(this.#vocabulary.tasks.continuationOf(queue.task))) found.push(i);
      } else {
        const next = queue.commands[queue.begun];
        if (next !== undefined && this.#runner.canTake(next)) found.push(i);
      }
    });
    return found;
  }

  taskOf(move: number): number {
    return move;
  }

  step(move: number): void {
    const queue = this.#queues[move]!;
    const c = this.#isSuspended(queue) ? undefined : queue.commands[queue.begun++]!;
    const { ended, at } = makeMove(this.#runner, this.#port, queue.task, c);
    this.#moves.push({ c, task: queue.task, at });
    this.#current = queue;
    this.#isOver = ended !== 'whole';
  }

  #isSuspended({ task }: Queue): boolean {
    return task !== NOBODY && this.#runner.isSuspended(task);
  }
}
