import type { Kernel } from '../kernel.ts';
import { E2BIG, EACCES, EBUSY, EINVAL, ENOTTY } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { downRead, point } from '../machine/wait.ts';
import { dissolve } from './group.ts';
import { lockIommu, unlockIommu } from './iommu-lock.ts';
import { listeners } from './notify.ts';
import { pinForDriver, unpinForDriver } from './pinning-external.ts';
import { vfioPoints } from './points.ts';
import { waitForVaddr } from './vaddr.ts';

/** vfio_pin_pages and vfio_unpin_pages, in drivers/vfio/vfio.c: pinning on behalf of drivers. */

/** VFIO_PIN_PAGES_MAX_ENTRIES */
const PIN_MAX = 512;

/** vfio_pin_pages: the driver of a device asks for pages. Their number, or an error. */
export function* vfioPinPages(k: Kernel, group: number, iova: number, pages: number): Call<number> {
  const v = k.vfio;
  const g = v.groups[group]!;
  if (pages === 0) return EINVAL;
  // The count is an int that is compared with a size: below zero it is larger than any.
  if (pages < 0 || pages > PIN_MAX) return E2BIG;
  const isCounted = k.switches.pinKeepsContainer === 'counted';
  if (isCounted) {
    if (g.users === 0) return EINVAL;
    g.users++;
  }
  yield* point(k, vfioPoints.containerLookedUp);
  // IS_ERR(NULL) is false, so the test accepts a missing container.
  const { container } = g;
  const reads = yield* readGroups(k, container, 'vfio_pin_pages');
  const { iommu } = v.containers.at(container, 'vfio_pin_pages');
  const ret = yield* pinThrough(k, iommu, group, iova, pages);
  if (reads) endReading(k, container, 'vfio_pin_pages');
  if (isCounted) yield* dissolve(k, group);
  return ret;
}

/** down_read of group_lock. False if the caller reads already, as an unmap does that notifies the driver, or needs no lock. */
function* readGroups(k: Kernel, container: Ptr, where: string): Call<boolean> {
  if (k.switches.pinGroupLock === 'not-held') return false;
  const c = k.vfio.containers.at(container, where);
  const isNested = ((c.readers >> k.machine.cpu.current) & 1) !== 0;
  yield* downRead(k, k.vfio.groupLock, c, where);
  return !isNested;
}

function endReading(k: Kernel, container: Ptr, where: string): void {
  k.locks.unlockShared(k.vfio.groupLock, k.vfio.containers.at(container, where));
}

function* pinThrough(
  k: Kernel,
  iommu: Ptr,
  group: number,
  iova: number,
  pages: number,
): Call<number> {
  const { tce, v2 } = k.vfio.iommus.at(iommu, 'vfio_pin_pages');
  if (tce !== 0) return k.switches.noPinOperation === 'ENOTTY' ? ENOTTY : 0;
  if (v2 === 0) return EACCES;
  yield* lockIommu(k, iommu, 'vfio_iommu_type1_pin_pages');
  for (;;) {
    const ret = pinsNow(k, iommu, group);
    if (ret < 0) {
      unlockIommu(k, iommu, 'vfio_iommu_type1_pin_pages');
      return ret;
    }
    if (ret > 0) break;
    unlockIommu(k, iommu, 'vfio_iommu_type1_pin_pages');
    yield* waitForVaddr(k, iommu);
    yield* lockIommu(k, iommu, 'vfio_iommu_type1_pin_pages');
  }
  const ret = yield* pinForDriver(k, iommu, iova, pages);
  unlockIommu(k, iommu, 'vfio_iommu_type1_pin_pages');
  return ret;
}

/** Whether pages can be pinned now: 1; 0: not until a virtual address is known again; or an error. */
function pinsNow(k: Kernel, iommu: Ptr, group: number): number {
  const { vaddrInvalid, external } = k.vfio.iommus.at(iommu, 'vfio_iommu_type1_pin_pages');
  const { vaddrWithMediated } = k.switches;
  if (vaddrInvalid !== 0 && vaddrWithMediated === 'waited-for') return 0;
  if (vaddrInvalid !== 0) {
    if (vaddrWithMediated === 'refused-with-warning')
      k.machine.splat('warning', 'vfio_iommu_type1_pin_pages', 'a virtual address is invalid');
    return EBUSY;
  }
  if (k.switches.pinBehindIommu === 'with-mediated' && external === 0) return EINVAL;
  const asked = 'vfio_iommu_type1_pin_pages';
  if (k.switches.unmapTells === 'drivers' && !listeners(k, iommu, asked).includes(group))
    return EINVAL;
  return 1;
}

/** vfio_unpin_pages: pages handled, or an error. */
export function* vfioUnpinPages(
  k: Kernel,
  group: number,
  iova: number,
  pages: number,
): Call<number> {
  const v = k.vfio;
  const g = v.groups[group]!;
  if (g.users === 0) return EINVAL;
  const { container } = g;
  const reads = yield* readGroups(k, container, 'vfio_unpin_pages');
  const { iommu } = v.containers.at(container, 'vfio_unpin_pages');
  yield* lockIommu(k, iommu, 'vfio_iommu_type1_unpin_pages');
  const { external } = v.iommus.at(iommu, 'vfio_iommu_type1_unpin_pages');
  // Without a mediated device nothing is unpinned either.
  const isRefused = k.switches.pinBehindIommu === 'with-mediated' && external === 0;
  const handled = isRefused ? 0 : yield* unpinForDriver(k, iommu, iova, pages);
  unlockIommu(k, iommu, 'vfio_iommu_type1_unpin_pages');
  if (reads) endReading(k, container, 'vfio_unpin_pages');
  return handled > 0 ? handled : EINVAL;
}
