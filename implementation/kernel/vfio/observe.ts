import type { Observation } from '../../../model/observation.ts';
import type { Kernel } from '../kernel.ts';
import type { Ptr } from '../machine/slab.ts';
import { findDma, findVpfn, framed, iommuPte, type VfioPfn } from './tables.ts';

type Pins = Pick<
  Observation,
  | 'pendingCharge'
  | 'mappedMm'
  | 'mappedPage'
  | 'mapsUnpinned'
  | 'externalMm'
  | 'externalPage'
  | 'driverPins'
  | 'isNotified'
>;

/** The observations of pinned memory. */
export function observePins(k: Kernel): Pins {
  return {
    pendingCharge(id) {
      let pages = 0;
      const mm = mmOf(k, id);
      for (const w of k.vfio.works.rows) if (w.live !== 0 && w.mm === mm) pages += w.pages;
      return pages;
    },
    mappedMm(container, iova) {
      const page = mappedPage(k, container, iova);
      return page === 0 || !k.ram!.pages.isLive(page) ? 0 : k.ram!.pages.at(page, 'observe').mm;
    },
    mappedPage: (container, iova) => mappedPage(k, container, iova),
    mapsUnpinned(container, iova) {
      const page = mappedPage(k, container, iova);
      if (page === 0) return false;
      return !k.ram!.pages.isLive(page) || k.ram!.pages.at(page, 'observe').pins <= 0;
    },
    externalMm(container, iova) {
      const vpfn = nodeAt(k, iommuOf(k, container), iova);
      if (vpfn === undefined || !k.ram!.pages.isLive(vpfn.page)) return 0;
      return k.ram!.pages.at(vpfn.page, 'observe').mm;
    },
    externalPage: (container, iova) => nodeAt(k, iommuOf(k, container), iova)?.page ?? 0,
    driverPins(group, iova) {
      const { driverPins, iovas } = k.vfio;
      return driverPins[group * iovas + iova]!.count;
    },
    isNotified: (group, iova) => (k.vfio.drivers[group]!.notified & (1 << iova)) !== 0,
  };
}

function mmOf(k: Kernel, id: number): Ptr {
  for (const mm of k.mms.rows) if (mm.live !== 0 && mm.id === id) return k.mms.pointer(mm);
  return 0;
}

function iommuOf(k: Kernel, container: number): Ptr {
  for (const c of k.vfio.containers.rows) if (c.live !== 0 && c.name === container) return c.iommu;
  return 0;
}

/** The node of a page that drivers have pinned there: in its mapping, or in the list of the container (v9). */
function nodeAt(k: Kernel, iommu: Ptr, iova: number): VfioPfn | undefined {
  if (iommu === 0) return undefined;
  if (k.switches.pfnList === 'by-iova') {
    const dma = findDma(k, iommu, iova, 1);
    return dma && findVpfn(k, dma, iova);
  }
  const { external } = k.vfio.iommus.at(iommu, 'observe');
  if (external === 0) return undefined;
  return k.vfio.pfns.rows.find((p) => p.live !== 0 && p.domain === external && p.iova === iova);
}

/** The page of memory to which the IOMMU translates an IOVA; 0 if none. */
function mappedPage(k: Kernel, container: number, iova: number): Ptr {
  const iommu = iommuOf(k, container);
  if (iommu === 0) return 0;
  return Math.max(0, framed(iommuPte(k, iommu, iova)));
}
