import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const mmPasidDropInMmput: Defect = {
  id: 'mm-pasid-drop-in-mmput',
  title: 'exit frees the PASID while the table entry still exists',
  story:
    '__mmput, which exit_mm calls, returned the PASID to the allocator. But the open file, and with it the bond and the table entry, live until exit_task_work. The unbind there reads mm->pasid, which is invalid by then. So the entry is never cleared, and the next process gets a PASID whose entry still names the dead mm.',
  source:
    'Gao, 2022-04-24, “Re: [PATCH v4 05/11] iommu/sva: Assign a PASID to mm on PASID allocation and free it on mm exit” (second experiment); commit 701fac40384f, v5.18-rc1',
  fix: 'mm_pasid_drop moved to __mmdrop: a bond holds mm_count, and clears its entry before it drops that reference.',
  evidence: 'verified',
  releases: ['linux-5.18-rc1'],
  switches: { pasidFreeAt: 'mmput', unbindIndex: 'mm-pasid' },
  law: 'no-reuse-while-referenced',
  place: { clause: 'a PASID is free or another’s while something still refers to its old life' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
  also: [
    {
      law: 'no-splat',
      place: {
        splat: 'out of bounds',
        where: 'arm_smmu_write_ctx_desc',
        what: 'substream N of the CD table',
      },
      shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
    },
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
    },
    {
      law: 'pasid-stability',
      place: { clause: 'mm->pasid changed under a bond' },
      shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'),
    },
  ],
};
