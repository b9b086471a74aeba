import type { StateLine } from '../../../model/state-line.ts';
import { fdsOf } from '../fs/fdtable.ts';
import type { Kernel } from '../kernel.ts';
import { mmText } from '../mm/describe.ts';
import type { Task } from './task.ts';
import { groupLeader } from './thread.ts';

/** `p1: mm0, open f0 f2, thread of p0` */
export function describeTasks(k: Kernel): StateLine[] {
  return k.tasks.rows
    .filter((t) => t.live !== 0 && t.index < k.world.processes)
    .map((t) => ({
      what: `p${t.name}`,
      is: `${mmText(k, t.mm)}${openFiles(k, t)}${thread(k, t)}`,
    }));
}

/** The open files that have a name in the trace. */
function openFiles(k: Kernel, task: Task): string {
  const fds = fdsOf(k, task);
  const open = k.files.rows
    .filter((f) => f.live !== 0 && f.name >= 0 && (fds & (1 << f.index)) !== 0)
    .map((f) => `f${f.name}`);
  return open.length ? `, open ${open.join(' ')}` : '';
}

/** The thread group, if the task is not its leader. */
function thread(k: Kernel, task: Task): string {
  const { name, isZombie } = groupLeader(k, task);
  if (name === task.name) return '';
  return `, thread of p${name}${isZombie ? ' (zombie)' : ''}`;
}
