import { ownName, pointerTo, setOf } from '../../../memory/kinds.ts';
import type { World } from '../../../model/world.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from './pause.ts';
import type { Machine } from './machine.ts';
import { fputRelease } from '../fs/file.ts';
import { svaOf } from '../../../model/sva/bounds.ts';

/**
 * Tasks: one per process of the world, then the kernel's own: one for work items, one per device for
 * hot-plug (its slot's thread), and one that stands for what is done at once: by hardware, by a driver.
 * `fds`: bit per row of the file table (a process has at most one descriptor of a file here); where a process can
 * have several threads, its table is apart (`filesOf`).
 * `works`: newest file whose release waits in this task's task_work list, as a pointer.
 * `activeMm`: the mm that lazy TLB keeps (counted in mm_count) until the task is switched out.
 */
export function taskTable(m: Machine, world: World) {
  return m.layout.declare('task', taskCount(world), {
    live: 'value',
    name: ownName('process'),
    mm: pointerTo('mm_struct'),
    activeMm: pointerTo('mm_struct'),
    fds: setOf('file'),
    works: pointerTo('file'),
  });
}

/** Processes, the worker, a hot-plug thread for each device, the driver of each VFIO group’s device, nobody. */
export function taskCount(world: World): number {
  const { processes, vfio } = world;
  return processes + 1 + svaOf(world).devices + (vfio?.groups.length ?? 0) + 1;
}

export type Task = Kernel['tasks']['rows'][number];

export function current(k: Kernel): Task {
  return k.tasks.rows[k.machine.cpu.current]!;
}

export function isKernelThread(k: Kernel, task: Task): boolean {
  return task.index >= k.world.processes;
}

export function kworker(k: Kernel): Task {
  return k.tasks.rows[k.world.processes]!;
}

export function hotplugThread(k: Kernel, device: number): Task {
  return k.tasks.rows[k.world.processes + 1 + device]!;
}

/** The thread in which the driver of a VFIO group’s device works for its device. */
export function driverThread(k: Kernel, group: number): Task {
  return k.tasks.rows[k.world.processes + 1 + svaOf(k.world).devices + group]!;
}

export function noTask(k: Kernel): Task {
  return k.tasks.rows.at(-1)!;
}

/** `p0`, `kworker`, `hotplug d0`, `driver g0`; `nobody` for what is done at once. */
export function taskName(k: Kernel, index: number): string {
  const own = index - k.world.processes;
  if (own < 0) return `p${k.tasks.rows[index]!.name}`;
  if (own === 0) return 'kworker';
  if (own <= svaOf(k.world).devices) return `hotplug d${own - 1}`;
  return index === k.tasks.rows.length - 1
    ? 'nobody'
    : `driver g${own - 1 - svaOf(k.world).devices}`;
}

export function findProcess(k: Kernel, name: number): Task | undefined {
  for (let i = 0; i < k.world.processes; i++) {
    const task = k.tasks.rows[i]!;
    if (task.live !== 0 && task.name === name) return task;
  }
  return undefined;
}

/** task_work_run, on the way back to user mode and in exit: newest first (kernel/task_work.c keeps no fifo order since v4.3). */
export function* taskWorkRun(k: Kernel): Call<void> {
  const task = current(k);
  while (task.works !== 0) {
    const file = task.works;
    task.works = k.files.at(file, 'task_work_run').nextWork;
    yield* fputRelease(k, file);
  }
}
