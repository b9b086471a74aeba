import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const badVendorBugOn: Defect = {
  id: 'bad-vendor-bug-on',
  title: 'a driver that does not unpin triggers a BUG',
  story:
    'Unmap notifies the drivers that have pages of a mapping pinned, and looks again. After ten rounds on one mapping it calls BUG_ON, because it cannot report that the mapping cannot be removed. The caller, which has done nothing wrong, dies while it holds iommu->lock.',
  source: 'BUG_ON(++retries > 10) in vfio_dma_do_unmap, v4.10 to v6.18',
  fix: 'WARN and EDEADLOCK, as in drivers/iommu/iommufd/io_pagetable.c.',
  evidence: 'verified',
  switches: { unmapStuck: 'BUG_ON' },
  given: { driverUnmap: 'ignores' },
  law: 'unmap-terminates',
  place: { command: 'unmap', answer: 'OOPS' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'unmap p0 c0 i0 1',
  ),
  also: [
    {
      law: 'no-splat',
      place: { splat: 'BUG', where: 'vfio_dma_do_unmap', what: 'a driver does not unpin' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'unmap p0 c0 i0 1',
      ),
    },
  ],
};
