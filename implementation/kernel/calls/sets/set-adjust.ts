import { setAdjust as adjust } from '../../sets/ioasid-set.ts';
import { openSetOf } from '../../sets/vfio-pasid.ts';
import { EBADF } from '../../machine/errno.ts';
import type { SystemCall } from '../call.ts';

export const setAdjust: SystemCall<{ process: number; set: number; quota: string }> = {
  context: 'process',
  run(k, c, task) {
    const set = openSetOf(k, task, c.set);
    return set === 0 ? EBADF : adjust(k, set, Number(c.quota));
  },
};
