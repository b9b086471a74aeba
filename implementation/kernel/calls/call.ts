import { type Answer } from '../../../model/answer.ts';
import type { Command } from '../../../model/command.ts';
import type { Kernel } from '../kernel.ts';
import { answerOf } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Kthreads } from '../process/kthread.ts';
import { findProcess, kthread, kworker, noTask, type Task } from '../process/task.ts';

/** How one command of the model enters the simulated kernel. `C`: its arguments, names as numbers. */
export interface SystemCall<C> {
  /** The task that runs it: the process that it names, the worker, a thread of a subsystem; or hardware or a driver executes it at once. */
  readonly context: 'process' | 'kworker' | 'at once' | Kthreads;
  /** The return value of the kernel: 0 or more, or an error; at once, or by a generator that yields where it waits. */
  run(k: Kernel, c: C, task: Task): number | Call<number>;
  /** The answer for the caller; default: success or the errno. */
  answer?(k: Kernel, c: C, ret: number): Answer;
}

/** Calls by the kind of their command. */
export type SystemCalls = Readonly<Record<string, SystemCall<never>>>;

export function answer<C>(call: SystemCall<C>, k: Kernel, c: C, ret: number): Answer {
  return call.answer === undefined ? answerOf(ret) : call.answer(k, c, ret);
}

/** The task that runs a command; undefined if its process does not exist. */
export function taskOf(k: Kernel, { context }: SystemCall<Command>, c: Command): Task | undefined {
  if (context === 'process') return findProcess(k, c['process'] as number);
  if (context === 'at once') return noTask(k);
  return context === 'kworker' ? kworker(k) : kthread(k, context, c);
}

/** For a continuation: the task whose command it resumes. It has no call, because the command was called before. */
export function goesOn(context: SystemCall<Command>['context']): SystemCall<Command> {
  return {
    context,
    run: () => {
      throw new Error('a continuation is no call');
    },
  };
}
