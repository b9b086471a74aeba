import type { Answer } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import type { Task } from '../model/task.ts';

/** A command among others, from when it was asked to when it was answered. */
export interface Operation {
  readonly c: Command;
  readonly rules: Rules;
  readonly task: Task;
  /** Moments: what ended before another began was before it, in whatever order the others are put. */
  readonly began: number;
  ended: number;
  answer: Answer | undefined;
  /** Allocations that it made: whether the one that was to fail was among them. */
  allocations: number;
}

/** Did neither return before the other one was called? */
export function areConcurrent(one: Operation, other: Operation): boolean {
  return other.began < one.ended && one.began < other.ended;
}
