import { closeContainerFile } from '../../vfio/container.ts';
import type { SystemCall } from '../call.ts';

export const closeContainer: SystemCall<{ process: number; container: number }> = {
  context: 'process',
  run: (k, c, task) => closeContainerFile(k, task, c.container),
};
