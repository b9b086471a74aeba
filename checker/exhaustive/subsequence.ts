import type { Port } from '../../implementation/port.ts';
import type { Command } from '../../model/command.ts';
import { type Broken, sameViolation } from '../../model/judgement.ts';
import type { Trace } from '../../model/trace.ts';
import { endless, type Patience } from '../../shrinkers/patience.ts';
import { CommandSpace } from './command-space.ts';
import { exploreSpace } from './engine.ts';
import type { Space, StepResult } from './space.ts';
import type { Specification } from '../../properties/specification.ts';

export interface Subsequence {
  /** A shorter subsequence that breaks the law at the place; undefined if none was found. */
  readonly trace: Trace | undefined;
  /** Whether every shorter subsequence was tried, up to equal states: if so, and none was found, none exists. */
  readonly isComplete: boolean;
  readonly states: number;
}

/**
 * Take or skip: the shortest subsequence of a trace that still breaks the law at that place. A breadth
 * first search over pairs of a place in the trace and a state; what follows from equal pairs is equal.
 *
 * @param states - pairs, at most
 */
export function shortestSubsequence(
  spec: Specification,
  port: Port,
  trace: Trace,
  target: Broken,
  states: number,
  patience: Patience = endless,
): Subsequence {
  const commands = new CommandSpace(spec, port, trace.world, 'objects', (broken) =>
    sameViolation(broken, target),
  );
  const space = new TakeOrSkip(commands, trace.steps);
  const explored = exploreSpace(space, { depth: trace.steps.length - 1, states, goOn: patience });
  const [way] = explored.found;
  return {
    trace: way && { world: trace.world, steps: space.commandsOf(way) },
    isComplete: explored.ended !== 'states' && explored.ended !== 'stopped',
    states: explored.states,
  };
}

/** A state is a state of the system with a place in the trace; a move takes one command of the remainder. */
class TakeOrSkip implements Space {
  readonly size: number;
  readonly #inner: CommandSpace;
  readonly #steps: readonly Command[];
  #position = 0;
  readonly #moves: number[] = [];
  readonly #innerWords: Int32Array;
  #form = new Int32Array(0);

  constructor(inner: CommandSpace, steps: readonly Command[]) {
    this.#inner = inner;
    this.#steps = steps;
    this.size = inner.size + 1;
    this.#innerWords = new Int32Array(inner.size);
  }

  start(): void {
    this.#inner.start();
    this.#position = 0;
  }

  save(into: Int32Array): void {
    this.#inner.save(this.#innerWords);
    into.set(this.#innerWords);
    into[this.size - 1] = this.#position;
  }

  load(from: Int32Array): void {
    this.#position = from[this.size - 1]!;
    this.#innerWords.set(from.subarray(0, this.size - 1));
    this.#inner.load(this.#innerWords);
  }

  moves(): readonly number[] {
    this.#moves.length = 0;
    for (let i = this.#position; i < this.#steps.length; i++)
      if (this.#inner.canRun(this.#steps[i]!)) this.#moves.push(i);
    return this.#moves;
  }

  step(taken: number): StepResult {
    const step = this.#inner.run(this.#steps[taken]!);
    this.#position = taken + 1;
    // Taking a command without effect leads to the same pair as skipping it.
    return step;
  }

  key() {
    const { form, length } = this.#inner.form();
    if (this.#form.length <= length) this.#form = new Int32Array(length * 2 + 1);
    this.#form.set(form.subarray(0, length));
    this.#form[length] = this.#position;
    return { form: this.#form, length: length + 1 };
  }

  judge(): boolean {
    return this.#inner.judge();
  }

  commandsOf(way: readonly number[]): Command[] {
    this.start();
    return way.map((taken) => {
      this.step(taken);
      return this.#steps[taken]!;
    });
  }
}
