import { regions } from '../../../../model/sva/state.ts';
import { held, openFile } from '../../fs/open.ts';
import { EBADF } from '../../machine/errno.ts';
import { vmMmapPgoff } from '../../mm/mmap.ts';
import type { SystemCall } from '../call.ts';

export const mmap: SystemCall<{ process: number; file: number; region: 'mmio' | 'dus' }> = {
  context: 'process',
  *run(k, c, task) {
    const file = openFile(k, task, c.file);
    if (file === 0) return EBADF;
    k.machine.enters('ksys_mmap_pgoff');
    return yield* held(k, task, file, () => vmMmapPgoff(k, task, file, regions.indexOf(c.region)));
  },
};
