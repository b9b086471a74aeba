import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9ReaccountNodesNotRefs: Defect = {
  id: 'v9-reaccount-nodes-not-refs',
  title: 'a page that was pinned twice is charged once, and credited twice',
  story:
    'In v9 each pin of a driver takes another reference on the page, and each unpin drops one. With the accounting that was promised for it, each unpin is credited. But when the last device behind the IOMMU leaves, v9 counts the drivers’ pages by nodes of the list: a page that a driver has pinned twice is charged once then, and credited twice later. Counting pins instead of pages is wrong even before that.',
  source:
    'the diff in the mail of Kirti Wankhede of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): the loop of vfio_iommu_unmap_unpin_reaccount, and vfio_unpin_pfn. What v9 charged for a second pin is not in it: that it is once for each is our reading',
  fix: 'v4.10 has one reference and one charge for a node, and drops both with its last pin.',
  evidence: 'inferred',
  releases: ['vfio-mdev-v9'],
  switches: { externalCharge: 'per-reference' },
  given: { externalPin: 'per-reference', reaccount: 'credit-then-charge' },
  law: 'locked-vm-underflow',
  place: { clause: 'more is credited than was charged' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'pin g0 i0 1',
    'detach p0 g1',
    'unmap p0 c0 i0 1',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'pin', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'pin g0 i0 1',
      ),
    },
  ],
};
