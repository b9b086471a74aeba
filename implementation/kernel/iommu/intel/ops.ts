import type { Kernel } from '../../kernel.ts';
import { dmaResult, type IommuOps } from '../iommu-ops.ts';
import { accessPages, findMm } from '../walk.ts';
import { completeGroups } from './device.ts';
import { drainDevice } from './drain.ts';
import { entryOf, slotOf } from './pasid-table.ts';
import { domainOf, intelSvmBind, intelSvmRemoveDevPasid, intelSvmUnbind } from './svm.ts';

/** intel_iommu_ops */
export const intelIommuOps: IommuOps = {
  bonds: 'intel_svm_dev',
  handles: (k) => k.intel.sdevs,
  probeDevice: () => undefined,
  *releaseDevice() {
    return false;
  },
  leaveGroup: () => undefined,
  maxPasid: (k) => k.intel.pasids,
  *disableSva() {},
  svaBind: intelSvmBind,
  svaUnbind: intelSvmUnbind,
  svaGetPasid: (k, handle) => k.intel.sdevs.at(handle, 'intel_svm_get_pasid').pasid,
  removeDevPasid: intelSvmRemoveDevPasid,
  domainOf,
  drainDevice,
  abortDevice: completeGroups,
  translate,
};

/**
 * A DMA under a PASID: the id of the mm whose memory it reached; aborted silently, if the entry ignores faults; or with a fault. A
 * cached translation is used without looking at the entry, and a cached entry without looking at the table.
 */
function translate(k: Kernel, device: number, pasid: number): number {
  const slot = slotOf(k, device, pasid);
  const { cache, devTlb, iotlb } = k.intel.table;
  const held = devTlb[slot]!.mm;
  if (held !== 0) return accessPages(k, held);
  const entry = entryOf(k, device, pasid);
  if (cache[slot]!.mm === 0) {
    if (entry.present === 0) return entry.fpd === 0 ? dmaResult.fault : dmaResult.aborted;
    cache[slot]!.mm = entry.pgd;
  }
  if (iotlb[slot]!.mm === 0) {
    const { mm: id } = cache[slot]!;
    const mm = findMm(k, id);
    if (mm === undefined) {
      k.machine.splat('use-after-free', 'VT-d table walk', `page tables of mm${id - 1}`);
      return dmaResult.aborted;
    }
    if (mm.mapped === 0) return dmaResult.aborted; // exit_mmap has emptied the tables
    iotlb[slot]!.mm = id;
  }
  devTlb[slot]!.mm = iotlb[slot]!.mm;
  return accessPages(k, devTlb[slot]!.mm);
}
