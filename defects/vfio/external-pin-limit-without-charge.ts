import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const externalPinLimitWithoutCharge: Defect = {
  id: 'external-pin-limit-without-charge',
  title: 'at the limit, a driver cannot pin a page that the IOMMU has already pinned',
  story:
    'vfio_pin_page_external tests the limit for every page, but charges only if the container has no device behind the IOMMU. If it has one, every mapped page counts already; at the exact limit each pin of a driver is refused.',
  source:
    'drivers/vfio/vfio_iommu_type1.c of v4.10 and v4.11; “vfio/type1: Prune vfio_pin_page_external()” in v4.12',
  fix: 'Test the limit where the page is charged, in vfio_lock_acct.',
  evidence: 'verified',
  releases: ['linux-4.10'],
  switches: { externalLimit: 'always' },
  given: { limitTest: 'before' },
  law: 'answers-conform',
  place: { command: 'pin', answer: 'ENOMEM' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'setrlimit p0 1',
    'pin g0 i0 1',
  ),
};
