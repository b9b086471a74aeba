import { closeFd } from '../fs/file.ts';
import { EBADF } from '../machine/errno.ts';
import { containerFile } from '../vfio/container.ts';
import type { SystemCall } from './call.ts';

export const closeContainer: SystemCall<{ process: number; container: number }> = {
  context: 'process',
  run(k, c, task) {
    const file = containerFile(k, task, c.container);
    if (file === 0) return EBADF;
    closeFd(k, task, file);
    return 0;
  },
};
