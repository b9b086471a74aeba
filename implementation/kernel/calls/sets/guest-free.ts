import { findGuest, forgetGuest } from '../../sets/guests.ts';
import { guestFree as free, openSetOf } from '../../sets/vfio-pasid.ts';
import { EBADF } from '../../machine/errno.ts';
import type { SystemCall } from '../call.ts';

export const guestFree: SystemCall<{ process: number; set: number; guest: number }> = {
  context: 'process',
  *run(k, c, task) {
    const set = openSetOf(k, task, c.set);
    if (set === 0) return EBADF;
    const guest = findGuest(k, c.guest);
    yield* free(k, set, guest.pasid);
    if (guest.set === c.set) forgetGuest(guest);
    return 0;
  },
};
