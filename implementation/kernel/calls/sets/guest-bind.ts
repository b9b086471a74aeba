import { guestBind as bind } from '../../sets/gpasid.ts';
import { findGuest } from '../../sets/guests.ts';
import { openSetOf } from '../../sets/vfio-pasid.ts';
import { EBADF } from '../../machine/errno.ts';
import type { SystemCall } from '../call.ts';

export const guestBind: SystemCall<{
  process: number;
  set: number;
  guest: number;
  endpoint: number;
}> = {
  context: 'process',
  run(k, c, task) {
    if (openSetOf(k, task, c.set) === 0) return EBADF;
    return bind(k, task.mm, c.endpoint, findGuest(k, c.guest).pasid);
  },
};
