import type { Kernel } from '../kernel.ts';
import { iommuOps } from './iommu-ops.ts';

/** drivers/iommu/iommu.c: calls that the core passes on to the driver of the IOMMU. */

/** iommu_probe_device: the device is new and behind the IOMMU; its driver enables SVA. */
export function iommuProbeDevice(k: Kernel, device: number): void {
  iommuOps(k).probeDevice(k, device);
}

/** iommu_release_device */
export function iommuReleaseDevice(k: Kernel, device: number): void {
  iommuOps(k).releaseDevice(k, device);
}

/** A DMA of a device under a PASID: the id of the mm whose memory it reached, or `dmaResult`. */
export function translate(k: Kernel, device: number, pasid: number): number {
  return iommuOps(k).translate(k, device, pasid);
}
