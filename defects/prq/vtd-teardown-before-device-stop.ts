import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtdTeardownBeforeDeviceStop: Defect = {
  id: 'vtd-teardown-before-device-stop',
  title:
    'the entry is cleared while the device still works, and each access is reported as a fault',
  story:
    'intel_mm_release clears the entry when the address space ends. The device still works for it: the driver stops it only when the last file is released. Each of its accesses then finds no entry, and the IOMMU reports a fault that cannot be recovered.',
  source:
    '“[PATCH v5 3/5] iommu/vt-d: Disable non-recoverable fault processing before unbind”, 2020-05-12',
  fix: 'release() leaves an entry that is not present and reports no faults (FPD, v5.8).',
  evidence: 'verified',
  releases: ['linux-5.6-vtd', 'vtd-drain-v2', 'x86-pasid-v1'],
  switches: { entryAtRelease: 'cleared' },
  law: 'answers-conform',
  place: { command: 'dma', answer: 'fault after the mm has ended' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'dma f0'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'request', answer: 'refused by the IOMMU, which reports a fault' },
      shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'request f0 r0 last'),
    },
  ],
};
