import { named, pointerTo, rowOf } from '../../../memory/kinds.ts';
import type { World } from '../../../model/world.ts';
import { releaseFiles } from '../fs/fdtable.ts';
import type { Kernel } from '../kernel.ts';
import type { Machine } from '../machine/machine.ts';
import type { Call } from '../machine/pause.ts';
import { findProcess, type Task } from './task.ts';
import { dropRegister } from './enqcmd/register.ts';
import { mmput } from '../mm/mm.ts';
import { becomesLeader, releaseTask } from './task-struct.ts';

/**
 * More fields of tasks, only in worlds with threads. `live`: it is in a thread group.
 * `leader`: task->group_leader, the name of the first thread. After its exit that thread stays, as a zombie, and so does the name, while any
 * thread of its group lives. `files`: task->files. `owner`: the task itself, plus 1, while it is in a system call
 * that others overlap; `killed`: another thread is in exec, and this one ends when it leaves the kernel.
 */
export function threadTable(m: Machine, world: World) {
  if (world.threads !== true) return undefined;
  return m.layout.declare(
    'thread',
    world.processes,
    {
      live: 'value',
      leader: named('process'),
      files: pointerTo('files_struct'),
      owner: rowOf('task', 1),
      killed: 'value',
    },
    { keyed: { of: rowOf('task'), each: 1 } },
  ).rows;
}

export type Thread = NonNullable<ReturnType<typeof threadTable>>[number];

/** copy_process without CLONE_THREAD: the leader of a new thread group. */
export function leadsGroup(k: Kernel, task: Task): void {
  if (k.threads !== undefined) follows(k, task, task.name);
}

/** copy_process with CLONE_THREAD. */
export function joinsGroup(k: Kernel, task: Task, of: Task): void {
  follows(k, task, k.threads![of.index]!.leader);
}

function follows(k: Kernel, task: Task, leader: number): void {
  const thread = k.threads![task.index]!;
  thread.live = 1;
  thread.leader = leader;
}

/**
 * task->group_leader. `name` stays the same until an exec and is not used again. The leader may be a zombie, which
 * has exited before its other threads: it then has no task, and its task->mm is NULL.
 */
export function groupLeader(
  k: Kernel,
  task: Task,
): { readonly name: number; readonly task: Task | undefined; readonly isZombie: boolean } {
  const thread = k.threads?.[task.index];
  if (thread === undefined) return { name: task.name, task, isZombie: false };
  const name = thread.leader;
  const leader = name === task.name ? task : findProcess(k, name);
  return { name, task: leader, isZombie: leader === undefined };
}

/** kernel/exit.c, __exit_signal: it leaves its thread group. */
export function leavesGroup(k: Kernel, task: Task): void {
  if (k.threads !== undefined) Object.assign(k.threads[task.index]!, { live: 0, killed: 0 });
}

/** Marks the start or end of a system call that others overlap. A killed task makes no further call. */
export function entersKernel(k: Kernel, task: Task): boolean {
  const thread = k.threads?.[task.index];
  if (thread === undefined) return true;
  if (thread.killed !== 0) return false;
  thread.owner = task.index + 1;
  return true;
}

export function leavesKernel(k: Kernel, task: Task): void {
  const thread = k.threads?.[task.index];
  if (thread !== undefined) thread.owner = 0;
}

/**
 * fs/exec.c, de_thread: kills the other threads of the group and waits until they have exited. Then the caller is the
 * leader, and the task of the old leader is released. Each thread ends when it leaves the kernel; here the caller
 * does that for it, because the difference cannot be observed.
 */
export function* deThread(k: Kernel, task: Task): Call<void> {
  const threads = k.threads!;
  const { leader } = threads[task.index]!;
  // Checked again after each wait: if a thread exits by itself, the next fork can reuse its row.
  const isOfGroup = (t: Thread) => t.live !== 0 && t.leader === leader;
  const others = threads.filter((t) => isOfGroup(t) && t.index !== task.index);
  for (const thread of others) thread.killed = 1;
  for (const thread of others) {
    while (isOfGroup(thread) && thread.owner !== 0)
      yield {
        in: 'de_thread',
        at: `de_thread: waits for thread ${thread.index}`,
        lock: thread,
        waits: true,
      };
    if (isOfGroup(thread)) yield* endsKilled(k, k.tasks.rows[thread.index]!);
  }
  leadsGroup(k, task);
  becomesLeader(k, task);
}

/** do_exit of a killed thread: neither the mm nor the descriptor table ends, because the caller of exec has both. */
function* endsKilled(k: Kernel, other: Task): Call<void> {
  const { mm } = other;
  other.mm = 0;
  dropRegister(k, other);
  yield* mmput(k, mm);
  releaseFiles(k, other);
  leavesGroup(k, other);
  releaseTask(k, other);
  other.live = 0;
}
