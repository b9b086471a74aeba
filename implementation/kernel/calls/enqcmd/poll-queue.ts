import { ok } from '../../../../model/answer.ts';
import { POLLNVAL } from '../../fs/file-operations.ts';
import { openFile, poll } from '../../fs/open.ts';
import { answerOf } from '../../machine/errno.ts';
import type { SystemCall } from '../call.ts';

export const pollQueue: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  run: (k, c, task) => poll(k, task, openFile(k, task, c.file)),
  answer(_k, _c, ret) {
    if (ret < 0) return answerOf(ret);
    return ok(ret === 0 ? 0 : ret === POLLNVAL ? 1 : 2);
  },
};
