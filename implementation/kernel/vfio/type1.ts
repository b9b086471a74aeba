import type { Request } from '../fs/file-operations.ts';
import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { trackDirty } from './dirty.ts';
import { doMap, type MapRequest } from './map.ts';
import { doUnmap } from './unmap.ts';
import { invalidateVaddr, updateVaddr } from './vaddr.ts';

/** The requests to a container’s backend. A flag of MAP_DMA or UNMAP_DMA that changes its meaning is a separate request. */
export type Type1Request = Request &
  (
    | ({ readonly cmd: 'VFIO_IOMMU_MAP_DMA' } & MapRequest)
    | { readonly cmd: 'VFIO_IOMMU_UNMAP_DMA'; readonly iova: number; readonly pages: number }
    | { readonly cmd: 'VFIO_DMA_MAP_FLAG_VADDR'; readonly iova: number; readonly address: number }
    | { readonly cmd: 'VFIO_DMA_UNMAP_FLAG_VADDR'; readonly iova: number }
    | { readonly cmd: 'VFIO_IOMMU_DIRTY_PAGES'; readonly starts: boolean }
  );

/** vfio_iommu_type1_ioctl. 0 or more, or an error. */
export function type1Ioctl(k: Kernel, iommu: Ptr, request: Type1Request): Call<number> {
  switch (request.cmd) {
    case 'VFIO_IOMMU_MAP_DMA':
      return doMap(k, iommu, request);
    case 'VFIO_IOMMU_UNMAP_DMA':
      return doUnmap(k, iommu, request.iova, request.pages);
    case 'VFIO_DMA_MAP_FLAG_VADDR':
      return updateVaddr(k, iommu, request.iova, request.address);
    case 'VFIO_DMA_UNMAP_FLAG_VADDR':
      return invalidateVaddr(k, iommu, request.iova);
    default:
      return trackDirty(k, iommu, request.starts);
  }
}
