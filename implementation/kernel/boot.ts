import { newFiles } from './fs/file.ts';
import type { Kernel } from './kernel.ts';
import { mmOfProgram } from './mm/mm.ts';
import { addDevice } from './pci/hotplug.ts';
import { newTaskStruct, UNLIMITED } from './process/task-struct.ts';
import { leadsGroup } from './process/thread.ts';

/** Every device is there, and one process p0 runs. */
export function boot(k: Kernel): void {
  for (const device of k.devices) addDevice(k, device.index);
  const init = k.tasks.rows[0]!;
  init.live = 1;
  init.mm = mmOfProgram(k);
  newFiles(k, init);
  leadsGroup(k, init);
  if (k.structs) newTaskStruct(k, init, UNLIMITED, k.world.pages!.capable ? 1 : 0);
}
