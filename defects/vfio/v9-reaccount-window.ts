import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9ReaccountWindow: Defect = {
  id: 'v9-reaccount-window',
  title: 'while a device is detached, its pages are charged to nobody',
  story:
    'The last device behind the IOMMU leaves, and mediated devices stay. v9 first unpins and credits all mappings; then it counts the pages that drivers have pinned and charges them, whatever the limit. In between the process seems to have locked nothing. Another of its tasks may mlock up to the limit, and the process ends with twice the limit.',
  source:
    'Alex Williamson’s review, quoted and answered by Kirti Wankhede on 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): “Couldn’t a properly timed mlock by the user allow them to lock more memory than they’re allowed here?”',
  fix: 'v4.10 charges or credits the difference, once for each mapping.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9'],
  switches: { reaccount: 'credit-then-charge' },
  law: 'memlock-limit',
  place: { command: 'mlock', clause: 'over the limit' },
  world: 'vfio-tiny',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'setrlimit p0 1',
    'clone p0 -> p1',
    'detach p0 g1 [stops at vfio_iommu_unmap_unpin_reaccount: credited, not yet charged again]',
    'mlock p1 a0',
  ),
};
