import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV1GfpKernelInSpinlock: Defect = {
  id: 'ioasid-v1-gfp-kernel-in-spinlock',
  title: 'a set is allocated with GFP_KERNEL under a spinlock',
  story:
    'Before the seventh patch of the series turns the lock into a mutex, the third inserts the new set into an array under the spinlock with GFP_KERNEL, which may sleep.',
  source:
    'Pan, 2020-03-25, “[PATCH 03/10] iommu/ioasid: Introduce per set allocation APIs”, xa_alloc in ioasid_alloc_set',
  fix: 'GFP_ATOMIC, as from version 2 on.',
  evidence: 'verified',

  switches: { setMemory: 'may-sleep' },
  law: 'no-splat',
  place: { splat: 'sleeping in atomic context', where: 'ioasid_set_alloc', what: 'depth N' },
  world: 'sets-small',
  shortest: parseSteps('set-open p0 1 -> s0'),
};
