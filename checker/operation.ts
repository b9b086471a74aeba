import type { Answer } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import type { Task } from '../model/task.ts';

/** An overlapping command, from its call to its return. */
export interface Operation {
  readonly c: Command;
  readonly rules: Rules;
  readonly task: Task;
  /** Moments: a command that ended before another began comes before it in every order. */
  readonly began: number;
  ended: number;
  answer: Answer | undefined;
  /** The number of allocations that it made, which tells whether the failing one was among them. */
  allocations: number;
}

/** Whether neither returned before the other one was called. */
export function areConcurrent(one: Operation, other: Operation): boolean {
  return other.began < one.ended && one.began < other.ended;
}
