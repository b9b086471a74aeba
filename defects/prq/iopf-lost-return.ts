import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const iopfLostReturn: Defect = {
  id: 'iopf-lost-return',
  title: 'a request that is not the last of its group is handled like a last one',
  story:
    'iommu_report_device_fault parks a request that is not the last of its group. When its parts were taken apart, the return after that was lost: it goes on, makes a group of what is parked, and queues that. So the group is answered before its last request, and once more after it.',
  source:
    'fca5b78511e9, “iommu: Restore lost return in iommu_report_device_fault()” (CVE-2024-44994), v6.9 to v6.10.6',
  fix: 'Return after the request was parked.',
  evidence: 'verified',
  switches: { afterParking: 'goes-on' },
  law: 'page-response',
  place: { clause: 'an answer to a group that nobody waits for' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'prq', 'close p0 f0'),
  also: [
    {
      law: 'page-response',
      place: { clause: 'an answer before the last request of its group' },
      shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'prq', 'iopf', 'deliver d0'),
    },
  ],
};
