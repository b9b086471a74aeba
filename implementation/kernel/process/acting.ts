import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Task } from './task.ts';

/** Another task of the kernel runs this part of a call. It would run by itself, and the caller waits for it. */
export function* actingAs<T extends number | void>(
  k: Kernel,
  task: Task,
  call: () => Call<T>,
): Call<T> {
  const { cpu } = k.machine;
  const { current: caller } = cpu;
  cpu.current = task.index;
  const ret = yield* call();
  cpu.current = caller;
  return ret;
}
