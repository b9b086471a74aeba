import { type Answer, type ErrnoName, failed, success } from '../../../model/answer.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/locks.ts';
import { current, findProcess, taskWorkRun } from '../machine/task.ts';

/**
 * How one command of the model enters the simulated kernel: a generator that yields where it waits and
 * returns the answer. `C` is the command’s arguments, names as numbers.
 */
export type SystemCall<C> = (k: Kernel, c: C) => Call<Answer>;

/** Runs a system call in the context of a process, and its task work on the way out. */
export function* inProcess(
  k: Kernel,
  name: number,
  body: (task: NonNullable<ReturnType<typeof findProcess>>) => Call<Answer>,
): Call<Answer> {
  const task = findProcess(k, name);
  if (task === undefined) return failed('ESRCH');
  k.machine.cpu.current = task.index;
  const answer = yield* body(task);
  if (current(k).works !== 0) yield* taskWorkRun(k);
  return answer;
}

const names: Readonly<Record<number, ErrnoName>> = {
  [-6]: 'ENXIO',
  [-9]: 'EBADF',
  [-12]: 'ENOMEM',
  [-16]: 'EBUSY',
  [-17]: 'EEXIST',
  [-19]: 'ENODEV',
  [-22]: 'EINVAL',
  [-28]: 'ENOSPC',
};

/** Success for 0, the errno for what is negative. */
export function answerOf(ret: number): Answer {
  if (ret >= 0) return success;
  const name = names[ret];
  if (name === undefined) throw new RangeError(`no name for errno ${ret}`);
  return failed(name);
}
