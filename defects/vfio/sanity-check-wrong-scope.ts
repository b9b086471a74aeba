import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const sanityCheckWrongScope: Defect = {
  id: 'sanity-check-wrong-scope',
  title: 'the kernel warns of a leaked pin although no pin is leaked',
  story:
    'When the last mediated device leaves a container, every page that a driver still has pinned there is reported as forgotten. But the driver of a device behind the IOMMU may also pin, and that device stays.',
  source: 'Zhu, 4a19f37a3dd3, “vfio/iommu_type1: Fix some sanity checks in detach group” (v5.12)',
  fix: 'Check the list of a mapping when the mapping is removed.',
  evidence: 'verified',
  releases: ['linux-4.10', 'linux-4.12', 'linux-4.18'],
  switches: { sanityCheck: 'last-mediated' },
  law: 'no-splat',
  place: {
    splat: 'warning',
    where: 'vfio_sanity_check_pfn_list',
    what: 'a driver has pages pinned',
  },
  world: 'vfio-pinning',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'pin g1 i0 1',
    'detach p0 g0',
  ),
};
