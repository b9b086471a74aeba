import { pointerTo, rowOf } from '../../../memory/kinds.ts';
import type { World } from '../../../model/world.ts';
import type { Kernel } from '../kernel.ts';
import type { Machine } from '../machine/machine.ts';
import { type Ptr, Slab } from '../machine/slab.ts';
import type { Task } from './task.ts';
import { mmgetNotZero } from '../mm/mm.ts';

/**
 * struct task_struct, for references to it: it outlives the exit of its task while anything holds a reference
 * (get_task_struct). It exists in worlds with VFIO, whose mappings keep the task that made them.
 * `task`: the row of the task plus 1, 0 once it has exited. `limit`: RLIMIT_MEMLOCK in pages, -1 unlimited, of the whole
 * thread group: kept with the leader. `capable`: CAP_IPC_LOCK, of each thread. `leader`: of its thread group.
 */
export class TaskStructs {
  readonly slab;
  /** By task. */
  readonly ofTask;

  constructor(m: Machine, world: World, tasks: number) {
    this.slab = new Slab(
      m,
      'task_struct',
      Math.min(60, world.processes * 2 + (world.vfio?.mappings ?? 0) + 6),
      {
        usage: 'value',
        task: rowOf('task', 1),
        limit: 'value',
        capable: 'value',
        leader: pointerTo('task_struct'),
      },
    );
    this.ofTask = m.layout.declare(
      'task identity',
      tasks,
      { struct: pointerTo('task_struct') },
      { keyed: { of: rowOf('task'), each: 1 } },
    ).rows;
  }
}

export const UNLIMITED = -1;

export function structOf(k: Kernel, task: Task): Ptr {
  return k.structs!.ofTask[task.index]!.struct;
}

/** A task begins, a thread of `leader` if that is given. */
export function newTaskStruct(
  k: Kernel,
  task: Task,
  limit: number,
  capable: number,
  leader: Ptr = 0,
): Ptr {
  const { slab, ofTask } = k.structs!;
  const ptr = slab.embedded();
  const row = slab.at(ptr, 'dup_task_struct');
  row.usage = 1;
  row.task = task.index + 1;
  row.limit = limit;
  row.capable = capable;
  row.leader = leader === 0 ? ptr : leader;
  // A thread group keeps its leader until its last thread has exited.
  if (leader !== 0) getTaskStruct(k, leader);
  ofTask[task.index]!.struct = ptr;
  return ptr;
}

/** copy_process: limit and capabilities are inherited; a thread shares the limit. */
export function copyTaskStruct(k: Kernel, parent: Task, child: Task, isThread: boolean): void {
  if (k.structs === undefined) return;
  const { slab } = k.structs;
  const from = structOf(k, parent);
  const leader = leaderOf(k, from);
  const { limit } = slab.at(leader, 'copy_signal');
  newTaskStruct(k, child, limit, slab.at(from, 'copy_creds').capable, isThread ? leader : 0);
}

/** The end of exit: the struct stays while anything refers to it. */
export function releaseTask(k: Kernel, task: Task): void {
  if (k.structs === undefined) return;
  const own = k.structs.ofTask[task.index]!;
  const { struct } = own;
  own.struct = 0;
  const row = k.structs.slab.at(struct, 'release_task');
  row.task = 0;
  if (row.leader !== struct) putTaskStruct(k, row.leader);
  putTaskStruct(k, struct);
}

/** de_thread: the caller of exec now leads its thread group, and has the limit of the group. */
export function becomesLeader(k: Kernel, task: Task): void {
  if (k.structs === undefined) return;
  const struct = structOf(k, task);
  const row = k.structs.slab.at(struct, 'de_thread');
  const { leader } = row;
  if (leader === struct) return;
  row.limit = k.structs.slab.at(leader, 'de_thread').limit;
  row.leader = struct;
  putTaskStruct(k, leader);
}

export function getTaskStruct(k: Kernel, struct: Ptr): void {
  k.structs!.slab.at(struct, 'get_task_struct').usage++;
}

export function putTaskStruct(k: Kernel, struct: Ptr): void {
  const { slab } = k.structs!;
  const row = slab.at(struct, 'put_task_struct');
  if (--row.usage === 0) slab.free(struct, '__put_task_struct');
}

export function leaderOf(k: Kernel, struct: Ptr): Ptr {
  return k.structs!.slab.at(struct, 'group_leader').leader;
}

/** task->mm: NULL after exit_mm. */
export function mmOfTask(k: Kernel, struct: Ptr, where: string): Ptr {
  const { task } = k.structs!.slab.at(struct, where);
  return task === 0 ? 0 : k.tasks.rows[task - 1]!.mm;
}

/** get_task_mm: with a reference on the address space, for mmput; 0 if the address space has ended. */
export function getTaskMm(k: Kernel, struct: Ptr): Ptr {
  const mm = mmOfTask(k, struct, 'get_task_mm');
  return mm !== 0 && mmgetNotZero(k, mm) ? mm : 0;
}

/** task_rlimit(task, RLIMIT_MEMLOCK) >> PAGE_SHIFT */
export function rlimitMemlock(k: Kernel, struct: Ptr): number {
  const { limit } = k.structs!.slab.at(leaderOf(k, struct), 'task_rlimit');
  return limit === UNLIMITED ? Infinity : limit;
}

/** capable(CAP_IPC_LOCK) of a task. */
export function isCapable(k: Kernel, struct: Ptr): boolean {
  return k.structs!.slab.at(struct, 'capable').capable !== 0;
}
