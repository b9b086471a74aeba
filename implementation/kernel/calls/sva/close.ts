import { closeFd } from '../../fs/fdtable.ts';
import { openFile } from '../../fs/open.ts';
import { EBADF } from '../../machine/errno.ts';
import type { SystemCall } from '../call.ts';

export const close: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  run(k, c, task) {
    const file = openFile(k, task, c.file);
    if (file === 0) return EBADF;
    closeFd(k, task, file);
    return 0;
  },
};
