import { fdget, fdInstalled, fdput, findFile } from '../fs/file.ts';
import type { Kernel } from '../kernel.ts';
import type { Call, Prompt } from '../machine/pause.ts';
import type { Task } from '../machine/task.ts';

/** A system call about an open file: another thread that closes it meanwhile does not release it (fdget, fdput). */
export function held(k: Kernel, task: Task, name: number, call: Prompt): Prompt {
  return k.threads === undefined || typeof call === 'number' ? call : holding(k, task, name, call);
}

function* holding(k: Kernel, task: Task, name: number, call: Call<number>): Call<number> {
  const file = findFile(k, name);
  const isHeld = file !== 0 && fdInstalled(k, task, file) && fdget(k, task, file);
  const ret = yield* call;
  fdput(k, file, isHeld);
  return ret;
}
