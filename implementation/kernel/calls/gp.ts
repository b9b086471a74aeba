import { success } from '../../../model/answer.ts';
import { gracePeriodElapses } from '../machine/srcu.ts';
import type { SystemCall } from './call.ts';

// oxlint-disable-next-line require-yield -- time passes
export const gp: SystemCall<object> = function* (k) {
  gracePeriodElapses(k);
  return success;
};
