import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaIdaSignedness: Defect = {
  id: 'sva-ida-signedness',
  title: 'an errno is used as a PASID',
  story:
    'To detect an errno, the result of the ida is compared with the lower bound. The bound is unsigned, so the comparison is unsigned too, and -ENOSPC is a very large PASID. bind succeeds, and the table is written out of bounds.',
  source: 'commit c20ecf7bb615 (July 2023, after v6.5-rc1), which fixes v6.4',
  fix: 'Compare signed.',
  evidence: 'verified',
  switches: { idaCompare: 'unsigned' },
  law: 'answers-conform',
  place: { command: 'open', answer: 'no PASID' },
  world: 'sva-one-pasid',
  shortest: parseSteps('alloc -> n0', 'open p0 d0 -> f0'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'bind', answer: 'no PASID' },
      shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'bind p1 f0 -> h0'),
    },
    {
      law: 'no-splat',
      place: {
        splat: 'out of bounds',
        where: 'arm_smmu_write_ctx_desc',
        what: 'substream N of the CD table',
      },
      shortest: parseSteps('alloc -> n0', 'open p0 d0 -> f0'),
    },
  ],
};
