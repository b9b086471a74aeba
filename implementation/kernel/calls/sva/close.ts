import { closeFd, fdInstalled, findFile } from '../../fs/file.ts';
import { EBADF } from '../../machine/errno.ts';
import type { SystemCall } from '../call.ts';

export const close: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  run(k, c, task) {
    const file = findFile(k, c.file);
    if (file === 0 || !fdInstalled(k, task, file)) return EBADF;
    closeFd(k, task, file);
    return 0;
  },
};
