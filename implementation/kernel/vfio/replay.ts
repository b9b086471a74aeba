import type { Kernel } from '../kernel.ts';
import { EINVAL } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { point } from '../machine/wait.ts';
import { lockAcct } from './accounting.ts';
import { iommuMap } from './map.ts';
import { newBatch, pinRun, unpinAfterFailure, unpinBatch } from './pinning-remote.ts';
import { vfioPoints } from './points.ts';
import { endOf, type VfioDma, dmasOf, framed, iommuPte, setFrame } from './tables.ts';

/** vfio_iommu_replay: an IOMMU joins a container that has mappings. 0 or an error. */
export function* vfioIommuReplay(k: Kernel, iommu: Ptr): Call<number> {
  for (const dma of dmasOf(k, iommu)) {
    const ret = yield* replayOne(k, iommu, dma);
    if (ret < 0) {
      if (k.switches.replayUnwind === 'whole') yield* unwindReplay(k, iommu);
      else forgetTranslations(k, iommu);
      return ret;
    }
    if (k.switches.replayUnwind === 'none') dma.mapped = 1;
  }
  for (const dma of dmasOf(k, iommu)) dma.mapped = 1;
  return 0;
}

function* replayOne(k: Kernel, iommu: Ptr, dma: VfioDma): Call<number> {
  if (dma.mapped !== 0) {
    // Left by an attach that failed: it is looked up in the first domain of an empty list.
    k.machine.splat('out of bounds', 'vfio_iommu_replay', 'domain_list is empty');
    return EINVAL;
  }
  const batch = newBatch();
  const pages = endOf(k, dma.iova, dma.pages) - dma.iova;
  for (let done = 0; done < pages;) {
    const run = yield* pinRun(k, iommu, dma, done, pages, batch);
    if (typeof run === 'number') return run;
    const undoes = k.switches.replayUnwind === 'whole';
    const ret = yield* iommuMap(k, iommu, dma, done, run, undoes);
    if (ret < 0) {
      unpinBatch(k, batch);
      return ret;
    }
    done += run.length;
    yield* point(k, vfioPoints.replayed);
  }
  return 0;
}

/** Unmaps, unpins and credits everything that this replay has mapped so far, in all mappings. */
function* unwindReplay(k: Kernel, iommu: Ptr): Call<void> {
  for (const dma of dmasOf(k, iommu)) {
    let unlocked = 0;
    for (let iova = dma.iova, end = endOf(k, iova, dma.pages); iova < end; iova++) {
      const pte = iommuPte(k, iommu, iova);
      const pfn = framed(pte);
      if (pfn === 0) continue;
      setFrame(pte, 0);
      unlocked += unpinAfterFailure(k, iommu, dma, iova, pfn);
    }
    yield* lockAcct(k, dma, -unlocked);
  }
}

/** The IOMMU domain is freed, and its page tables with it. */
export function forgetTranslations(k: Kernel, iommu: Ptr): void {
  for (let iova = 0; iova < k.vfio.iovas; iova++)
    setFrame(iommuPte(k, iommu, iova, 'iommu_domain_free'), 0);
}
