import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV1AdjustEnospc: Defect = {
  id: 'ioasid-v1-adjust-enospc',
  title: 'a quota cannot even shrink',
  story:
    'ioasid_adjust_set compares the whole new quota with what is left, not its growth. So a set that has reserved most of the PASIDs can neither shrink nor keep its quota.',
  source:
    'Pan, 2020-03-25, “[PATCH 09/10] iommu/ioasid: Support ioasid_set quota adjustment”; mended in version 3',
  fix: 'Compare the growth.',
  evidence: 'verified',
  releases: ['ioasid-ext-v1'],
  switches: { setAdjust: 'whole' },
  law: 'answers-conform',
  place: { command: 'set-adjust', answer: 'ENOSPC' },
  world: 'sets-small',
  shortest: parseSteps('set-open p0 1 -> s0', 'set-adjust p0 s0 1'),
};
