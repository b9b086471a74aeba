import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const unpinRefusedWithoutMdev: Defect = {
  id: 'unpin-refused-without-mdev',
  title: 'a driver cannot unpin its pages after the last mediated device has left',
  story:
    'vfio_iommu_type1_pin_pages and unpin_pages refuse a container without a mediated device. A driver whose device is behind the IOMMU pins while a mediated device is there. When that one has left, its unpin gets -EINVAL and nothing is unpinned. Unmap notifies the driver ten times, finds the pages pinned, and gives up (those releases stop the machine), although the driver has let go.',
  source:
    'vfio_iommu_type1_unpin_pages in drivers/vfio/vfio_iommu_type1.c, v4.12 and v4.19: -EINVAL if !iommu->external_domain; v5.5 no longer asks. No driver of those releases is behind the IOMMU and pins. What v9 does there no mail quotes',
  fix: 'Unpin without that test, as pin and unpin do since.',
  evidence: 'inferred',
  releases: ['vfio-mdev-v9', 'linux-4.10', 'linux-4.12', 'linux-4.18'],
  switches: { pinBehindIommu: 'with-mediated' },
  law: 'drivers-notified',
  place: { clause: 'unmap gives up although every driver has unpinned' },
  world: 'vfio-pinning',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'pin g1 i0 1',
    'detach p0 g0',
    'unmap p0 c0 i0 1',
  ),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'unpin', answer: 'EINVAL' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a0 1 rw',
        'pin g1 i0 1',
        'detach p0 g0',
        'unpin g1 i0 1',
      ),
    },
  ],
  inReleases: [
    {
      law: 'unmap-terminates',
      place: { command: 'unmap', answer: 'OOPS' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a0 1 rw',
        'pin g1 i0 1',
        'detach p0 g0',
        'unmap p0 c0 i0 1',
      ),
    },
  ],
};
