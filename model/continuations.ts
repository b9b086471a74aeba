import { success } from './answer.ts';
import type { Command, Field, Rules } from './command.ts';
import type { SortRules } from './sort.ts';
import type { TaskKind } from './task.ts';

/**
 * The step of a trace that issues nothing new: a task whose command was suspended, at a point or waiting for a lock,
 * goes on with it. One kind for each kind of task. What it does and answers is the affair of the command
 * that it continues; the model has nothing to say of it.
 */
export function continuationRules(
  { name: runsOn, field, continuation }: TaskKind,
  sorts: readonly SortRules[],
): Rules {
  const sort = sorts.find(({ name }) => name === field);
  const fields: Record<string, Field> =
    sort === undefined ? {} : { [sort.name]: { uses: sort.name } };
  return {
    ...continuation,
    runsOn,
    fields,
    draw: { weight: 0 },
    possible: () => true,
    typical: () => success,
    judge: () => undefined,
    next: () => {},
  };
}

/** The command without its stop: it runs through. */
export function through({ stops: _stops, ...c }: Command): Command {
  return c;
}

/** Does this step let a task go on? Kinds of continuations, and no others, begin with this word. */
export function isContinuation({ kind }: Pick<Command, 'kind'>): boolean {
  return kind.startsWith('continue');
}
