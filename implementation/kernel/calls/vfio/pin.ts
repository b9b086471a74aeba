import { ok } from '../../../../model/answer.ts';
import { answerOf } from '../../machine/errno.ts';
import { driverPins } from '../../vfio/driver.ts';
import { driverThreads } from '../../vfio/driver-threads.ts';
import type { SystemCall } from '../call.ts';
import { slot } from '../slots.ts';

export const pin: SystemCall<{ group: number; iova: string; pages: string }> = {
  context: driverThreads,
  run: (k, c) => driverPins(k, c.group, slot(c.iova), Number(c.pages)),
  answer: (_k, _c, ret) => (ret < 0 ? answerOf(ret) : ok(ret)),
};
