import { closeOnExec } from '../fs/fdtable.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Task } from './task.ts';
import { mmAlloc, mmapReadLock, mmput } from '../mm/mm.ts';
import { layOutProgram } from '../mm/page.ts';
import { ENOMEM } from '../machine/errno.ts';
import { flushRegister } from './enqcmd/register.ts';
import { deThread } from './thread.ts';

/**
 * fs/exec.c, begin_new_exec: de_thread ends the other threads, exec_mmap replaces the mm and puts the old one, then do_close_on_exec.
 * load_elf_binary maps the program after all of this. The releases run when the task returns to user mode. 0 or an error.
 */
export function* beginNewExec(k: Kernel, task: Task): Call<number> {
  const fresh = mmAlloc(k);
  if (fresh === 0) return ENOMEM;
  k.machine.enters('begin_new_exec');
  k.machine.enters('de_thread');
  if (k.threads !== undefined) yield* deThread(k, task);
  const old = task.mm;
  yield* mmapReadLock(k, old, 'exec_mmap');
  task.mm = fresh;
  flushRegister(k, task); // flush_thread comes a little later; until then the task does not return to user mode
  yield* mmput(k, old);
  closeOnExec(k, task);
  k.machine.enters('load_elf_binary');
  layOutProgram(k, fresh);
  return 0;
}
