import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { point } from '../machine/wait.ts';
import { isReserved, type Pfn } from '../mm/page.ts';
import { lockAcct, lockAcctOfTask } from './accounting.ts';
import { unmapUnpin } from './map.ts';
import { vfioPoints } from './points.ts';
import { endOf, type VfioDma, dmasOf, framed, iommuPte, pfnsOf } from './tables.ts';

/** vfio_iommu_unmap_unpin_reaccount: the last IOMMU leaves; the drivers’ pins stay and count. */
export function* reaccount(k: Kernel, iommu: Ptr): Call<void> {
  if (k.switches.reaccount === 'credit-then-charge') {
    yield* creditThenCharge(k, iommu);
    return;
  }
  for (const dma of dmasOf(k, iommu)) {
    const unlocked = unmapUnpin(k, iommu, dma);
    yield* lockAcct(k, dma, keptByDrivers(k, dma) - unlocked);
  }
}

/** The number of pages of a mapping that did not count before, and now count because drivers have pinned them. */
function keptByDrivers(k: Kernel, dma: VfioDma): number {
  if (k.switches.pageCounts !== 'by-who-pins') return 0;
  return pfnsOf(k, k.vfio.dmas.pointer(dma)).filter((p) => counts(k, framed(p))).length;
}

function counts(k: Kernel, pfn: Pfn): boolean {
  return k.switches.reaccountReserved === 'counted' || !isReserved(pfn);
}

/** The way of v9: in between too little is charged, so a task may lock that much more. */
function* creditThenCharge(k: Kernel, iommu: Ptr): Call<void> {
  for (const dma of dmasOf(k, iommu)) {
    const unlocked = ordinaryPages(k, iommu, dma);
    unmapUnpin(k, iommu, dma);
    yield* lockAcct(k, dma, -unlocked);
  }
  yield* point(k, vfioPoints.credited);
  const { external } = k.vfio.iommus.at(iommu, 'vfio_iommu_unmap_unpin_reaccount');
  if (k.switches.externalOwner === 'attacher') {
    const nodes = k.vfio.pfns.rows.filter(
      (p) => p.live !== 0 && (p.domain === external || isOf(k, iommu, p.dma)),
    );
    const { task } = k.vfio.domains.at(external, 'vfio_iommu_unmap_unpin_reaccount');
    yield* lockAcctOfTask(k, task, nodes.filter((p) => counts(k, framed(p))).length, true);
    return;
  }
  for (const dma of dmasOf(k, iommu)) {
    const nodes = pfnsOf(k, k.vfio.dmas.pointer(dma));
    yield* lockAcct(k, dma, nodes.filter((p) => counts(k, framed(p))).length, 'forced');
  }
}

function isOf(k: Kernel, iommu: Ptr, dma: Ptr): boolean {
  return dma !== 0 && k.vfio.dmas.at(dma, 'vfio_iommu_unmap_unpin_reaccount').iommu === iommu;
}

/** Pages of a mapping that the IOMMU translates and that can be accounted. */
function ordinaryPages(k: Kernel, iommu: Ptr, dma: VfioDma): number {
  let n = 0;
  for (let iova = dma.iova, end = endOf(k, iova, dma.pages); iova < end; iova++) {
    const pfn = framed(iommuPte(k, iommu, iova));
    if (pfn !== 0 && !isReserved(pfn)) n++;
  }
  return n;
}
