import { ok } from '../../../../model/answer.ts';
import { DRIVER, ioasidAlloc } from '../../ioasid/ioasid.ts';
import { answerOf } from '../../machine/errno.ts';
import type { SystemCall } from '../call.ts';

export const alloc: SystemCall<{ pasid: number }> = {
  context: 'at once',
  run(k, c) {
    const pasid = ioasidAlloc(k, DRIVER);
    if (pasid < 0) return pasid;
    const kept = k.ioasid.ofDrivers.find((row) => row.live === 0)!;
    kept.live = 1;
    kept.name = c.pasid;
    kept.pasid = pasid;
    return pasid;
  },
  answer: (_k, _c, ret) => (ret < 0 ? answerOf(ret) : ok(ret)),
};
