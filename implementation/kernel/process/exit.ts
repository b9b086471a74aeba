import { exitFiles } from '../fs/fdtable.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import { point } from '../machine/wait.ts';
import { taskWorkRun } from '../fs/file-table.ts';
import { mmapReadLock, mmdrop, mmgrab, mmput } from '../mm/mm.ts';
import { processPoints } from './points.ts';
import { dropRegister } from './enqcmd/register.ts';
import type { Task } from './task.ts';
import { releaseTask } from './task-struct.ts';
import { leavesGroup } from './thread.ts';

/**
 * kernel/exit.c, do_exit: exit_mm, exit_files, exit_task_work, and at last the switch away from the
 * task. So the address space is torn down before the files it had open are released.
 */
export function* doExit(k: Kernel, task: Task): Call<number> {
  const { mm } = task;
  yield* mmapReadLock(k, mm, 'do_exit');
  k.machine.enters('exit_mm');
  mmgrab(k, mm); // lazy TLB: the task runs on this mm until it is switched out
  task.activeMm = mm;
  task.mm = 0;
  dropRegister(k, task);
  yield* mmput(k, mm);
  yield* point(k, processPoints.exitMm);
  exitFiles(k, task);
  if (task.works !== 0) yield* taskWorkRun(k);
  leavesGroup(k, task);
  finishTaskSwitch(k, task);
  releaseTask(k, task);
  task.live = 0;
  return 0;
}

/** kernel/sched/core.c, finish_task_switch: drops the lazy mm with preemption off. */
function finishTaskSwitch(k: Kernel, task: Task): void {
  k.machine.enters('finish_task_switch');
  const mm = task.activeMm;
  task.activeMm = 0;
  k.machine.beginAtomic();
  mmdrop(k, mm);
  k.machine.endAtomic();
}
