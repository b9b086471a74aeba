import { pagesCalls } from '../calls/pages/index.ts';
import type { Kernel } from '../kernel.ts';
import { newTaskStruct, TaskStructs, UNLIMITED } from '../process/task-struct.ts';
import type { Subsystem } from '../subsystem.ts';
import { describeLocked, observeLocked } from './locked.ts';
import { Ram } from './page.ts';

/** mm/mlock.c and related code: pages of memory, locked pages, and the limits of tasks. */
export const pages: Subsystem<Pages> = {
  name: 'pages',
  isIn: (world) => world.pages !== undefined,
  tables: (k) => new Pages(k),
  switches: undefined,
  lockedIn: { mmap_lock: ['do_mlock', 'do_munlock'] },
  calls: pagesCalls,
  boot: (k) => newTaskStruct(k, k.tasks.rows[0]!, UNLIMITED, k.world.pages!.capable ? 1 : 0),
  observe: observeLocked,
  describe: describeLocked,
  slabs: ({ ram, structs }) => [ram!.pages, structs!.slab, structs!.signals],
};

export class Pages {
  readonly ram: Ram;
  readonly structs: TaskStructs;

  constructor({ machine, world, mms, tasks }: Kernel) {
    this.ram = new Ram(machine, world, mms.capacity);
    this.structs = new TaskStructs(machine, world, tasks.rows.length);
  }
}
