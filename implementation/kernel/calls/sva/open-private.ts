import { acceleratorOf } from '../../pci/accelerator.ts';
import type { SystemCall } from '../call.ts';
import { open } from './open.ts';

export const openPrivate: SystemCall<{ process: number; device: number; file: number }> = {
  ...open,
  run: (k, c, task) => acceleratorOf(k).openPrivate!(k, task, c.device, c.file),
};
