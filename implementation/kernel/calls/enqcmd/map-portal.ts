import { held, openFile } from '../../fs/open.ts';
import { EBADF } from '../../machine/errno.ts';
import { vmMmapPgoff } from '../../mm/mmap.ts';
import type { SystemCall } from '../call.ts';

export const mapPortal: SystemCall<{ process: number; file: number; length: 'page' | 'more' }> = {
  context: 'process',
  *run(k, c, task) {
    const file = openFile(k, task, c.file);
    if (file === 0) return EBADF;
    const pages = c.length === 'page' ? 1 : 2;
    return yield* held(k, task, file, () => vmMmapPgoff(k, task, file, 0, pages));
  },
};
