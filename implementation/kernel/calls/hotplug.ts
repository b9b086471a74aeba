import { success } from '../../../model/answer.ts';
import { hotplugThread } from '../machine/task.ts';
import { addDevice, releaseDevice } from '../pci/hotplug.ts';
import type { SystemCall } from './call.ts';

export const hotplug: SystemCall<{ device: number; change: 'remove' | 'add' }> = function* (k, c) {
  k.machine.cpu.current = hotplugThread(k).index;
  if (c.change === 'add') addDevice(k, c.device);
  else yield* releaseDevice(k, c.device);
  return success;
};
