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
 * `task`: the row of the task plus 1, 0 once it has exited. `capable`: CAP_IPC_LOCK, of each thread. `leader`: of its thread
 * group. `signal`: what its thread group shares.
 */
export class TaskStructs {
  readonly slab;
  /**
   * struct signal_struct: one for a thread group, whichever thread leads it. Each task_struct of the group keeps it until it is
   * freed itself. `limit`: RLIMIT_MEMLOCK in pages, -1 unlimited.
   */
  readonly signals;
  /** By task. */
  readonly ofTask;

  constructor(m: Machine, world: World, tasks: number) {
    const structs = Math.min(60, world.processes * 2 + (world.vfio?.mappings ?? 0) + 6);
    this.slab = new Slab(m, 'task_struct', structs, {
      usage: 'value',
      task: rowOf('task', 1),
      capable: 'value',
      leader: pointerTo('task_struct'),
      signal: pointerTo('signal_struct'),
    });
    this.signals = new Slab(m, 'signal_struct', structs, { usage: 'value', limit: 'value' });
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

/** A task begins, a thread of `leader` if that is given; otherwise `limit` is the limit of its new thread group. */
export function newTaskStruct(
  k: Kernel,
  task: Task,
  limit: number,
  capable: number,
  leader: Ptr = 0,
): Ptr {
  const { slab, signals, ofTask } = k.structs!;
  const ptr = slab.embedded();
  const row = slab.at(ptr, 'dup_task_struct');
  row.usage = 1;
  row.task = task.index + 1;
  row.capable = capable;
  row.leader = leader === 0 ? ptr : leader;
  row.signal = leader === 0 ? signals.embedded() : slab.at(leader, 'copy_signal').signal;
  const signal = signals.at(row.signal, 'copy_signal');
  signal.usage++;
  if (leader === 0) signal.limit = limit;
  // A thread group keeps its leader until its last thread has exited.
  if (leader !== 0) getTaskStruct(k, leader);
  ofTask[task.index]!.struct = ptr;
  return ptr;
}

/** copy_process: limit and capabilities are inherited; a thread shares the signal_struct, and so the limit. */
export function copyTaskStruct(k: Kernel, parent: Task, child: Task, isThread: boolean): void {
  if (k.structs === undefined) return;
  const { slab } = k.structs;
  const from = structOf(k, parent);
  const { limit } = signalOf(k, from, 'copy_signal');
  const { capable } = slab.at(from, 'copy_creds');
  newTaskStruct(k, child, limit, capable, isThread ? leaderOf(k, from) : 0);
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

/**
 * de_thread: the caller of exec now leads its thread group. The struct of the old leader still has the group’s signal_struct, so
 * a holder of it reads the limit that the new leader sets.
 */
export function becomesLeader(k: Kernel, task: Task): void {
  if (k.structs === undefined) return;
  const struct = structOf(k, task);
  const row = k.structs.slab.at(struct, 'de_thread');
  const { leader } = row;
  if (leader === struct) return;
  row.leader = struct;
  putTaskStruct(k, leader);
}

export function getTaskStruct(k: Kernel, struct: Ptr): void {
  k.structs!.slab.at(struct, 'get_task_struct').usage++;
}

export function putTaskStruct(k: Kernel, struct: Ptr): void {
  const { slab, signals } = k.structs!;
  const row = slab.at(struct, 'put_task_struct');
  if (--row.usage !== 0) return;
  const { signal } = row;
  slab.free(struct, '__put_task_struct');
  if (--signals.at(signal, 'put_signal_struct').usage === 0)
    signals.free(signal, 'free_signal_struct');
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

/** task->signal */
export function signalOf(
  k: Kernel,
  struct: Ptr,
  where: string,
): TaskStructs['signals']['all'][number] {
  const { slab, signals } = k.structs!;
  return signals.at(slab.at(struct, where).signal, where);
}

/** task_rlimit(task, RLIMIT_MEMLOCK) >> PAGE_SHIFT: of its thread group, also after it has exited. */
export function rlimitMemlock(k: Kernel, struct: Ptr): number {
  const { limit } = signalOf(k, struct, 'task_rlimit');
  return limit === UNLIMITED ? Infinity : limit;
}

/** capable(CAP_IPC_LOCK) of a task. */
export function isCapable(k: Kernel, struct: Ptr): boolean {
  return k.structs!.slab.at(struct, 'capable').capable !== 0;
}
