import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const findDmaSizeZero: Defect = {
  id: 'find-dma-size-zero',
  title: 'the first page of every mapping is not found, so no driver can pin it',
  story:
    'A driver’s page is looked up with vfio_find_dma(iommu, iova, 0). The search goes left if iova + size <= dma->iova, which with a size of 0 is true at the start of a mapping. There pin returns EINVAL, and unpin stops without an error.',
  source:
    'drivers/vfio/vfio_iommu_type1.c in the merge window of v4.10; the text of 7c03f4284643, which mends the same call in unmap',
  fix: 'Search with the size of a page for pin and unpin, and with 1 where unmap tests what starts or ends inside a mapping.',
  evidence: 'verified',
  switches: { findDmaSize: 'zero' },
  law: 'answers-conform',
  place: { command: 'pin', answer: 'EINVAL' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
  ),
};
