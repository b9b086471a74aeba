import { parseSteps } from '../model/parse.ts';
import type { Defect } from './defect.ts';

export const svaIdaSignedness: Defect = {
  id: 'sva-ida-signedness',
  title: 'an errno is taken for a PASID',
  story:
    'The result of the ida is compared with the lower bound to see whether it is an errno; the bound is unsigned, so the comparison is, and -ENOSPC is a very large PASID. bind succeeds, and the table is written out of bounds.',
  source: 'commit c20ecf7bb615 (v6.4); that the comparison is the cause is our reading of the code',
  fix: 'Compare signed.',
  evidence: 'inferred',
  switches: { idaCompare: 'unsigned' },
  law: 'answers-conform',
  place: 'open: no PASID',
  world: 'sva-one-pasid',
  shortest: parseSteps('alloc -> n0', 'open p0 d0 -> f0'),
};
