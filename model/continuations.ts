import { success } from './answer.ts';
import type { Command, Field, Rules } from './command.ts';
import type { SortRules } from './sort.ts';
import type { TaskKind } from './task.ts';

/**
 * A continuation is the step of a trace that issues no new command: it resumes the suspended command of a task. Each kind of
 * task has its kind of continuation. Its effect and its answer belong to the command that it resumes; the model has no rules
 * for it.
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

/** The command without its stop: it runs to its end. */
export function through({ stops: _stops, ...c }: Command): Command {
  return c;
}

/** Whether this step is a continuation. Only kinds of continuations begin with this word. */
export function isContinuation({ kind }: Pick<Command, 'kind'>): boolean {
  return kind.startsWith('continue');
}
