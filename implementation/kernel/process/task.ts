import { ownName, pointerTo, setOf } from '../../../memory/kinds.ts';
import type { Command } from '../../../model/command.ts';
import type { Kernel } from '../kernel.ts';
import type { Kthreads } from './kthread.ts';

/**
 * Tasks: one per process of the world, then those of the kernel: one for work items, the threads of the subsystems, and
 * one for commands that hardware or a driver executes at once.
 * `fds`: bit per row of the file table (a process has at most one descriptor of a file here); where a process can
 * have several threads, its table is apart (`filesOf`).
 * `works`: newest file whose release waits in this task's task_work list, as a pointer.
 * `activeMm`: the mm that lazy TLB keeps (counted in mm_count) until the task is switched out.
 */
export function taskTable(k: Kernel) {
  const own = k.subsystems.map(({ kthreads }) => kthreads?.count(k.world) ?? 0);
  const kernelThreads = 1 + own.reduce((sum, n) => sum + n, 0) + 1;
  return k.machine.layout.declare('task', k.world.processes + kernelThreads, {
    live: 'value',
    name: ownName('process'),
    mm: pointerTo('mm_struct'),
    activeMm: pointerTo('mm_struct'),
    fds: setOf('file'),
    works: pointerTo('file'),
  });
}

export type Task = ReturnType<typeof taskTable>['rows'][number];

export function current(k: Kernel): Task {
  return k.tasks.rows[k.machine.cpu.current]!;
}

export function isKernelThread(k: Kernel, task: Task): boolean {
  return task.index >= k.world.processes;
}

export function kworker(k: Kernel): Task {
  return k.tasks.rows[k.world.processes]!;
}

/** The thread that runs a command. */
export function kthread(k: Kernel, threads: Kthreads, c: Command): Task {
  return k.tasks.rows[firstOf(k, threads) + threads.runs(c)]!;
}

/** The index of the first thread of a subsystem; threads are in the order of the subsystems. */
function firstOf(k: Kernel, threads: Kthreads): number {
  let first = k.world.processes + 1;
  for (const { kthreads } of k.subsystems) {
    if (kthreads === threads) break;
    if (kthreads !== undefined) first += kthreads.count(k.world);
  }
  return first;
}

export function noTask(k: Kernel): Task {
  return k.tasks.rows.at(-1)!;
}

/** `p0`, `kworker`, `hotplug d0`, `driver g0`; `nobody` for a command that is executed at once. */
export function taskName(k: Kernel, index: number): string {
  let own = index - k.world.processes;
  if (own < 0) return `p${k.tasks.rows[index]!.name}`;
  if (own-- === 0) return 'kworker';
  for (const { kthreads } of k.subsystems) {
    if (kthreads === undefined) continue;
    const count = kthreads.count(k.world);
    if (own < count) return kthreads.says(own);
    own -= count;
  }
  return 'nobody';
}

export function findProcess(k: Kernel, name: number): Task | undefined {
  for (let i = 0; i < k.world.processes; i++) {
    const task = k.tasks.rows[i]!;
    if (task.live !== 0 && task.name === name) return task;
  }
  return undefined;
}
