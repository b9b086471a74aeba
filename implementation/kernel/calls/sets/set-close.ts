import { closeSet } from '../../sets/vfio-pasid.ts';
import type { SystemCall } from '../call.ts';

export const setClose: SystemCall<{ process: number; set: number }> = {
  context: 'process',
  run: (k, c, task) => closeSet(k, task, c.set),
};
