import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaHandleNotShared: Defect = {
  id: 'sva-handle-not-shared',
  title: 'a second bind of the same mm and device is refused',
  story:
    'bind made a new handle each time and attached it again. The PASID of the mm is attached already, so the second open of a device by one process fails with -EBUSY.',
  source: 'commit 65d4418c5002 “iommu/sva: Restore SVA handle sharing”; v6.8-rc1 to rc5',
  fix: 'Search for a handle of the same mm and count its users.',
  evidence: 'verified',
  switches: { bindReuse: 'attach-again' },
  law: 'answers-conform',
  place: { command: 'open', answer: 'EBUSY' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'open p0 d0 -> f1'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'bind', answer: 'EBUSY' },
      shortest: parseSteps('open p0 d0 -> f0', 'bind p0 f0 -> h0'),
    },
  ],
};
