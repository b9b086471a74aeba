import type { Command } from '../../model/command.ts';
import type { Task } from '../../model/task.ts';
import { ANYWHERE, type Port } from '../../implementation/port.ts';
import type { Outcome, Runner } from '../run.ts';

/** Numbers beside the memory, for `Footprint.beyond`: the order of calls and returns, and the log. */
const HISTORY = 0;
const LOG = 1;

/**
 * One move of a task, up to the next point of the implementation, with the touched words in the footprint. A call and a
 * return never commute: a command that returned before another was called comes first in every order that explains the
 * answers. Nor do two moves commute that write to the log.
 *
 * @param c - the command that the task begins; undefined if it resumes one
 * @returns the point at which it was suspended, if it was, and whether the trace can continue
 */
export function makeMove(
  runner: Runner,
  port: Port,
  task: Task,
  c: Command | undefined,
): { readonly ended: Outcome['ended']; readonly at: string | undefined } {
  const { footprint } = port;
  footprint?.clear();
  if (c !== undefined) footprint?.read(footprint.beyond(HISTORY));
  const complaints = complaintsOf(port);
  const { tasks } = runner.specification.vocabulary;
  const ended = runner.take({ ...(c ?? tasks.continuationOf(task)), stops: ANYWHERE });
  const at = port.paused?.()?.at;
  if (at === undefined) footprint?.write(footprint.beyond(HISTORY));
  if (complaintsOf(port) > complaints) footprint?.write(footprint.beyond(LOG));
  return { ended, at };
}

/** The number of splats in the log so far; 0 if the log is not shown. */
function complaintsOf(port: Port): number {
  return port.capabilities.observes.has('splats') ? (port.observe().splats?.length ?? 0) : 0;
}
