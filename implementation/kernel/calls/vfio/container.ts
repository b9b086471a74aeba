import { openContainer } from '../../vfio/container.ts';
import type { SystemCall } from '../call.ts';

export const container: SystemCall<{ process: number; backend: string; container: number }> = {
  context: 'process',
  run: (k, c, task) => openContainer(k, task, c.container, c.backend),
};
