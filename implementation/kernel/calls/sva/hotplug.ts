import { addDevice, releaseDevice } from '../../pci/hotplug.ts';
import { hotplugThreads } from '../../pci/hotplug-threads.ts';
import type { SystemCall } from '../call.ts';

export const hotplug: SystemCall<{ device: number; change: 'remove' | 'add' }> = {
  context: hotplugThreads,
  run: (k, c) => (c.change === 'add' ? addDevice(k, c.device) : releaseDevice(k, c.device)),
};
