import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr, Slab } from '../machine/slab.ts';

/**
 * struct iommu_sva, the handle of a bond, as fields of the driver’s struct that embeds it. `refs`: binds; in a group the
 * users of the SVA domain. `dev`: handle->dev, without a reference. `lostGroup`: its device was taken from the IOMMU with
 * the bond on it.
 */
export type IommuSva = 'device' | 'mm' | 'refs' | 'dev' | 'lostGroup';

/** struct iommu_ops and iommu_domain_ops of one IOMMU driver. */
export interface IommuOps {
  /** The table of its bonds. */
  readonly bonds: string;
  /** The same rows as handles: each bond embeds one. */
  handles(k: Kernel): Slab<IommuSva>;
  probeDevice(k: Kernel, device: number): void;
  /** Whether the handler of page faults, which is registered as long as SVA is enabled, still holds the struct of the device. */
  releaseDevice(k: Kernel, device: number): Call<boolean>;
  /** Not an operation of Linux: the device leaves its group, and so the default domain and its table. */
  leaveGroup(k: Kernel, device: number): void;
  /** (1 << master->ssid_bits) - 1: the largest PASID of a device. Here all have the same. */
  maxPasid(k: Kernel): number;
  /** dev_disable_feat(IOMMU_DEV_FEAT_SVA) */
  disableSva(k: Kernel, device: number): Call<void>;
  /** sva_bind: a handle, or an error; one more reference if the device has the mm already. `isPrivate`: the bond gets a PASID of its own. */
  svaBind(k: Kernel, device: number, mm: Ptr, isPrivate?: boolean): Call<number>;
  svaUnbind(k: Kernel, handle: Ptr): Call<void>;
  /** sva_get_pasid */
  svaGetPasid(k: Kernel, handle: Ptr): number;
  /** remove_dev_pasid of an SVA domain (v6.2): the device drops the mm. */
  removeDevPasid(k: Kernel, device: number, mm: Ptr): Call<void>;
  /** The handle that stands for the SVA domain of an mm on these devices: the first one; 0 if none is attached. */
  domainOf(k: Kernel, devices: readonly number[], mm: Ptr): Ptr;
  /** Not an operation of Linux: the device ends its work for a PASID, and waits for the answers to its page requests. */
  drainDevice(k: Kernel, device: number, pasid: number): Call<void>;
  /** The same without waiting. */
  abortDevice(k: Kernel, device: number, pasid: number): void;
  /**
   * Not an operation of Linux, but the hardware’s handling of a DMA under a PASID: the id of the mm whose memory it reached,
   * or `dmaResult`.
   */
  translate(k: Kernel, device: number, pasid: number): number;
}

/** The ops of the machine’s IOMMU. Linux finds them through the device (dev_iommu_ops). */
export function iommuOps(k: Kernel): IommuOps {
  return k.ops.iommus.at(k.iommu.ops);
}

/** The results of a DMA that reaches nothing: aborted silently, or with a reported fault. */
export const dmaResult = { aborted: 0, fault: -1 } as const;
