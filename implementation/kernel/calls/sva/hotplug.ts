import { addDevice, releaseDevice } from '../../pci/hotplug.ts';
import type { SystemCall } from '../call.ts';

export const hotplug: SystemCall<{ device: number; change: 'remove' | 'add' }> = {
  context: 'hotplug',
  run: (k, c) => (c.change === 'add' ? addDevice(k, c.device) : releaseDevice(k, c.device)),
};
