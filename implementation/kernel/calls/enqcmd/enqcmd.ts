import { SIGSEGV } from '../../machine/errno.ts';
import { accessMemory } from '../../mm/mmap.ts';
import { acceleratorOf } from '../../pci/accelerator.ts';
import { submitterPasid } from '../../process/enqcmd/instruction.ts';
import type { SystemCall } from '../call.ts';
import { reached, reachedBy } from './reached.ts';

/** No system call: the instruction ENQCMD to a shared queue, MOVDIR64B to a dedicated one. The first checks its register first. */
export const enqcmd: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  *run(k, c, task) {
    const queue = acceleratorOf(k).queueOf!(k, c.file);
    if (queue === undefined) return SIGSEGV;
    const pasid = queue.pasid ?? (yield* submitterPasid(k, task));
    if (pasid < 0) return pasid;
    const ret = yield* accessMemory(k, task, c.file, 0);
    return ret < 0 ? ret : reachedBy(k, queue.device, pasid);
  },
  answer: reached,
};
