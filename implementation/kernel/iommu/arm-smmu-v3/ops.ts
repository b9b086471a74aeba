import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { mutexLock } from '../../machine/wait.ts';
import type { IommuOps } from '../iommu-ops.ts';
import { masterOf } from './master.ts';
import {
  armSmmuMasterDisableSva,
  armSmmuSvaBind,
  armSmmuSvaRemoveDevPasid,
  armSmmuSvaUnbind,
  domainOf,
} from './sva.ts';
import { smmuTranslate } from './translation.ts';

/** arm_smmu_ops, and arm_smmu_sva_domain_ops of v6.2 */
export const armSmmuOps: IommuOps = {
  bonds: 'arm_smmu_bond',
  handles: (k) => k.smmu.bonds,
  probeDevice,
  releaseDevice,
  leaveGroup,
  maxPasid: (k) => k.smmu.ssids - 1,
  disableSva: armSmmuMasterDisableSva,
  svaBind: armSmmuSvaBind,
  svaUnbind: armSmmuSvaUnbind,
  svaGetPasid,
  removeDevPasid: armSmmuSvaRemoveDevPasid,
  domainOf,
  *drainDevice() {},
  abortDevice: () => undefined,
  translate: smmuTranslate,
};

/** arm_smmu_probe_device, and arm_smmu_master_enable_sva, which the driver calls. The CD table is new and empty. */
function probeDevice(k: Kernel, device: number): void {
  emptyTable(k, device);
  const { devices, masters } = k.smmu;
  const master = masters.embedded();
  devices[device]!.master = master;
  masters.at(master, 'arm_smmu_probe_device').device = device;
  k.machine.enters('iommu_register_device_fault_handler');
  masters.at(master, 'arm_smmu_master_enable_sva').svaEnabled = 1;
}

/**
 * arm_smmu_release_device: asks under sva_lock whether SVA is enabled, detaches the device, and frees what the driver keeps of it.
 * Only disabling SVA unregisters the handler of page faults, which has a reference on the struct of the device.
 */
function* releaseDevice(k: Kernel, device: number): Call<boolean> {
  const { caches, devices, masters, ssids } = k.smmu;
  yield* mutexLock(k, k.smmu.svaLock, 0, 'arm_smmu_release_device');
  const { svaEnabled } = masterOf(k, device, 'arm_smmu_release_device');
  k.locks.unlock(k.smmu.svaLock, 0);
  if (svaEnabled !== 0)
    k.machine.splat('warning', 'arm_smmu_release_device', 'SVA is still enabled: a bond is left');
  for (let ssid = 0; ssid < ssids; ssid++) caches.atc[device * ssids + ssid]!.mm = 0;
  masters.free(devices[device]!.master, 'arm_smmu_release_device');
  return svaEnabled !== 0;
}

/** What is bound to the device has lost its group. */
function leaveGroup(k: Kernel, device: number): void {
  for (const b of k.smmu.bonds.rows) if (b.live !== 0 && b.device === device) b.lostGroup = 1;
  emptyTable(k, device);
}

/** The table is that of the default domain, which comes and goes with the group of the device. */
function emptyTable({ smmu }: Kernel, device: number): void {
  smmu.devices[device]!.leaf = 0;
  for (let ssid = 0; ssid < smmu.ssids; ssid++) {
    const entry = smmu.contexts.rows[device * smmu.ssids + ssid]!;
    entry.valid = entry.epd0 = entry.ttb = entry.asid = 0;
  }
}

/** arm_smmu_sva_get_pasid: that of the mm. */
function svaGetPasid(k: Kernel, handle: Ptr): number {
  const { mm } = k.smmu.bonds.at(handle, 'iommu_sva_get_pasid');
  return k.mms.at(mm, 'iommu_sva_get_pasid').pasid;
}
