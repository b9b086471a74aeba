import { openSet } from '../../sets/vfio-pasid.ts';
import type { SystemCall } from '../call.ts';

export const setOpen: SystemCall<{ process: number; quota: string; set: number }> = {
  context: 'process',
  run: (k, c, task) => openSet(k, task, c.set, Number(c.quota)),
};
