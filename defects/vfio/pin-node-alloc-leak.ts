import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const pinNodeAllocLeak: Defect = {
  id: 'pin-node-alloc-leak',
  title: 'a page stays pinned and charged if the record of a driver’s pin cannot be allocated',
  story:
    'vfio_iommu_type1_pin_pages pins a page, charges it, and inserts a node for it. If the node cannot be allocated, it calls vfio_unpin_page_external, which looks the page up by its node, finds none, and does nothing.',
  source: '2e6cfd496f5b (v5.10); vfio_iommu_type1_pin_pages of v4.10',
  fix: 'put_pfn and vfio_lock_acct(-1) right there.',
  evidence: 'verified',
  releases: ['linux-4.10', 'linux-4.12', 'linux-4.18'],
  switches: { pinNodeUnwind: 'by-lookup' },
  law: 'failure-atomicity',
  place: { command: 'pin', clause: 'refused, but a page stays pinned' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1 [allocation 2 fails]',
  ),
  also: [
    {
      law: 'failure-atomicity',
      place: { command: 'pin', clause: 'refused, but more is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1 [allocation 2 fails]',
      ),
    },
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1 [allocation 2 fails]',
        'exit p0',
      ),
    },
  ],
};
