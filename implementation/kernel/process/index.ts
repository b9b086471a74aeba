import { processCalls } from '../calls/process/index.ts';
import { newFiles } from '../fs/fdtable.ts';
import type { Kernel } from '../kernel.ts';
import { mmOfProgram } from '../mm/mm.ts';
import type { Subsystem } from '../subsystem.ts';
import { describeTasks } from './describe.ts';
import { processPoints } from './points.ts';
import { type Task, taskTable } from './task.ts';
import { leadsGroup, threadTable, type Thread } from './thread.ts';

/** kernel/fork.c, kernel/exit.c, fs/exec.c: tasks, with more fields in worlds with threads. */
export const processes: Subsystem<Processes> = {
  name: 'process',
  isIn: () => true,
  tables: (k) => new Processes(k),
  switches: undefined,
  points: processPoints,
  calls: processCalls,
  boot: startInit,
  describe: describeTasks,
};

export class Processes {
  readonly tasks: { readonly rows: readonly Task[] };
  readonly threads: readonly Thread[] | undefined;

  constructor(k: Kernel) {
    this.tasks = taskTable(k);
    k.locks.begin(this.tasks.rows.length);
    this.threads = threadTable(k.machine, k.world);
    if (this.threads !== undefined) k.locks.adopt('thread', this.threads);
  }
}

/** One process p0 runs. */
function startInit(k: Kernel): void {
  const init = k.tasks.rows[0]!;
  init.live = 1;
  init.mm = mmOfProgram(k);
  newFiles(k, init);
  leadsGroup(k, init);
}
