import type { Kernel } from '../../kernel.ts';
import type { IommuOps } from '../iommu-ops.ts';
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
  maxPasid: (k) => k.smmu.ssids - 1,
  disableSva: armSmmuMasterDisableSva,
  svaBind: armSmmuSvaBind,
  svaUnbind: armSmmuSvaUnbind,
  removeDevPasid: armSmmuSvaRemoveDevPasid,
  domainOf,
  translate: smmuTranslate,
};

/** arm_smmu_probe_device, and arm_smmu_master_enable_sva, which the driver calls. The CD table is new and empty. */
function probeDevice(k: Kernel, device: number): void {
  emptyTable(k, device);
  k.smmu.masters[device]!.svaEnabled = 1;
}

/** arm_smmu_release_device */
function releaseDevice(k: Kernel, device: number): void {
  const { bonds, caches, masters, notifiers, ssids } = k.smmu;
  const master = masters[device]!;
  if (master.svaEnabled !== 0)
    k.machine.splat('warning', 'arm_smmu_release_device', 'SVA is still enabled: a bond is left');
  master.svaEnabled = master.leaf = 0;
  for (const b of bonds.rows) if (b.live !== 0 && b.device === device) b.lostGroup = 1;
  for (const n of notifiers.rows)
    if (n.live !== 0 && n.listed !== 0 && n.device === device) n.lostDomain = 1;
  for (let ssid = 0; ssid < ssids; ssid++) caches.atc[device * ssids + ssid]!.mm = 0;
  emptyTable(k, device);
}

/** The table is that of the default domain, which comes and goes with the group of the device. */
function emptyTable({ smmu }: Kernel, device: number): void {
  for (let ssid = 0; ssid < smmu.ssids; ssid++) {
    const entry = smmu.contexts.rows[device * smmu.ssids + ssid]!;
    entry.valid = entry.epd0 = entry.ttb = entry.asid = 0;
  }
}
