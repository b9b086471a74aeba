import { ok } from '../../../../model/answer.ts';
import { noteGuest } from '../../sets/guests.ts';
import { guestAlloc as alloc, openSetOf } from '../../sets/vfio-pasid.ts';
import { answerOf, EBADF } from '../../machine/errno.ts';
import type { SystemCall } from '../call.ts';

export const guestAlloc: SystemCall<{ process: number; set: number; guest: number }> = {
  context: 'process',
  *run(k, c, task) {
    const set = openSetOf(k, task, c.set);
    if (set === 0) return EBADF;
    const pasid = yield* alloc(k, set);
    if (pasid > 0) noteGuest(k, c.guest, c.set, pasid);
    return pasid;
  },
  answer: (_k, _c, ret) => (ret < 0 ? answerOf(ret) : ok(ret)),
};
