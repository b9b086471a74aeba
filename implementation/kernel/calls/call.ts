import { type Answer } from '../../../model/answer.ts';
import type { Kernel } from '../kernel.ts';
import { answerOf } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Task } from '../machine/task.ts';

/** How one command of the model enters the simulated kernel. `C`: its arguments, names as numbers. */
export interface SystemCall<C> {
  /** Who runs it: the process that it names, a kernel thread; or it is done at once, by hardware or a driver. */
  readonly context: 'process' | 'kworker' | 'hotplug' | 'driver' | 'at once';
  /** What the kernel returns: 0 or more, or an error; at once, or by a generator that yields where it waits. */
  run(k: Kernel, c: C, task: Task): number | Call<number>;
  /** What the caller sees of it; unless told otherwise, success or the errno. */
  answer?(k: Kernel, c: C, ret: number): Answer;
}

export function answer<C>(call: SystemCall<C>, k: Kernel, c: C, ret: number): Answer {
  return call.answer === undefined ? answerOf(ret) : call.answer(k, c, ret);
}
