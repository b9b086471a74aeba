import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidCyclicLeafGrowth: Defect = {
  id: 'ioasid-cyclic-leaf-growth',
  title: 'PASIDs in a circle touch every leaf of the tables, and no leaf is given back',
  story:
    'A cyclic allocator hands out a PASID again only after all others, which leaves time to clean up. But a context descriptor table of the SMMU has leaves of 1024 entries, 64 KiB each, that are allocated when they are first used and freed only with the table. After 2^20 PASIDs a device has 1024 leaves, 64 MiB, although few were ever in use at once.',
  source:
    'Brucker, 2020-04-02, in “Re: [PATCH 00/10] IOASID extensions for guest SVA”; arm_smmu_get_cd_ptr and CTXDESC_L2_ENTRIES of arm-smmu-v3',
  fix: 'Hand out the lowest PASID that is free.',
  evidence: 'verified',
  releases: ['ioasid-cyclic'],
  switches: { pasidOrder: 'cyclic' },
  law: 'leaf-tables',
  place: { clause: 'a table has more leaves than its PASIDs ever needed' },
  world: 'sva-leaves',
  shortest: parseSteps('alloc -> n0', 'free n0', 'open p0 d0 -> f0'),
};
