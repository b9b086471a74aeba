import { success } from '../../../model/answer.ts';
import { kworker } from '../machine/task.ts';
import { runOldestWork } from '../machine/workqueue.ts';
import type { SystemCall } from './call.ts';

export const work: SystemCall<object> = function* (k) {
  k.machine.cpu.current = kworker(k).index;
  yield* runOldestWork(k);
  return success;
};
