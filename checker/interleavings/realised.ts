import type { Command } from '../../model/command.ts';
import type { Task } from '../../model/task.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';

/** One move of a task: it began or resumed a command, and where that was suspended. */
export interface Move {
  /** The command, without its stop; undefined if the task resumes the one that it began. */
  readonly c: Command | undefined;
  readonly task: Task;
  /** The point at which it was suspended; undefined if it returned. */
  readonly at: string | undefined;
}

/**
 * A schedule as steps of a trace. Consecutive moves of one task are one step, which stops where another task moves. A
 * step stops at the first time that it reaches its point; if the command passes that point earlier, an additional step
 * goes up to there.
 */
export function realised(vocabulary: Vocabulary, moves: readonly Move[]): Command[] {
  const steps: Command[] = [];
  for (let i = 0; i < moves.length;) {
    let end = i + 1;
    while (isSuspended(moves[end - 1]!) && goesOn(moves[end], moves[i]!.task)) end++;
    steps.push(...stepsTo(vocabulary, moves.slice(i, end)));
    i = end;
  }
  return steps;
}

/** Consecutive moves of one task with one command. */
function stepsTo(vocabulary: Vocabulary, moves: readonly Move[]): Command[] {
  const { at, task } = moves.at(-1)!;
  const goOn = (): Command => vocabulary.tasks.continuationOf(task);
  const begin = moves[0]!.c ?? goOn();
  if (at === undefined) return [begin];
  const passed = moves.slice(0, -1).findLastIndex((move) => move.at === at);
  if (passed < 0) return [{ ...begin, stops: at }];
  return [...stepsTo(vocabulary, moves.slice(0, passed + 1)), { ...goOn(), stops: at }];
}

function isSuspended({ at }: Move): boolean {
  return at !== undefined;
}

function goesOn(move: Move | undefined, task: Task): boolean {
  return move !== undefined && move.task === task && move.c === undefined;
}
