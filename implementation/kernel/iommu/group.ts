import type { Kernel } from '../kernel.ts';
import { EBUSY } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { isOneGroup } from '../../../model/sva/bounds.ts';
import { handleAt } from './handle.ts';
import { iommuSvaAllocPasid, iommuSvaFreePasid } from './pasid.ts';
import { iommuOps } from './iommu-ops.ts';

/**
 * drivers/iommu/iommu.c: IOMMU groups of several devices, and how v6.2 to v6.7 attach a PASID to them for SVA. There a
 * PASID is attached once in a group (group->pasid_array), whichever device asked, and later binds of the mm to
 * any device of the group are counted (domain->users). v6.8 refused those with EBUSY; v6.10 counts them again.
 *
 * Here the SVA domain is the bond of the device that asked first: it is every handle, and its `refs` are
 * domain->users. The group’s list begins with the device that asked; in Linux, with the one that joined first.
 */

/** Whether all devices are in one group; otherwise each has its own. */
export function inOneGroup(k: Kernel): boolean {
  return isOneGroup(k.world);
}

/** The index of its group->mutex. */
export function groupOf(k: Kernel, device: number): number {
  return inOneGroup(k) ? 0 : device;
}

/** Whether bind is that of v6.2, which attaches the PASID to a group. For a single device both are equal, except for an unwind that checks nothing. */
export function attachesToGroup(k: Kernel): boolean {
  return !isAlone(k) || k.switches.groupUnwind === 'every-device';
}

/** Whether the device is the only one of its group. */
export function isAlone(k: Kernel): boolean {
  return !inOneGroup(k) || k.pci.devices.length === 1;
}

/** for_each_group_device, this one first; also what is attached to the same default domain, which belongs to the group. */
export function devicesOfGroup(k: Kernel, device: number): readonly number[] {
  if (!inOneGroup(k)) return [device];
  return [device, ...k.pci.devices.map((d) => d.index).filter((other) => other !== device)];
}

/**
 * iommu_sva_bind_device of v6.2: the SVA domain as a bond, or an error. The mm has its PASID before anything is
 * attached, so that running out of PASIDs unwinds nothing.
 */
export function* groupAttachMm(k: Kernel, device: number, mm: Ptr): Call<number> {
  const ops = iommuOps(k);
  const attached = ops.domainOf(k, devicesOfGroup(k, device), mm);
  if (attached !== 0) {
    if (k.switches.bindReuse === 'attach-again') return EBUSY;
    const domain = handleAt(k, attached, 'iommu_sva_bind_device');
    return yield* ops.svaBind(k, domain.device, mm); // domain->users++
  }
  const isPrivate = k.switches.bondPasid === 'own';
  const ret = isPrivate ? 0 : iommuSvaAllocPasid(k, mm);
  if (ret !== 0) return ret;
  const domain = yield* setGroupPasid(k, device, mm);
  // If PASIDs are counted, each bond now has a reference.
  if (k.switches.pasidFreeAt === 'last-unbind' && !isPrivate) iommuSvaFreePasid(k, mm);
  return domain;
}

/**
 * __iommu_set_group_pasid. Before commit b025dea63cde it left the unwinding to __iommu_remove_group_pasid, which
 * does not know at which device it failed.
 */
function* setGroupPasid(k: Kernel, device: number, mm: Ptr): Call<number> {
  const devices = devicesOfGroup(k, device);
  let domain = 0;
  for (const [done, d] of devices.entries()) {
    const bond = yield* iommuOps(k).svaBind(k, d, mm);
    if (bond < 0) {
      const isWhole = k.switches.groupUnwind === 'what-was-attached';
      yield* removeGroupPasid(k, isWhole ? devices.slice(0, done) : devices, mm);
      return bond;
    }
    if (d === device) domain = bond;
  }
  return domain;
}

/** __iommu_remove_group_pasid */
function* removeGroupPasid(k: Kernel, devices: readonly number[], mm: Ptr): Call<void> {
  for (const d of devices) yield* iommuOps(k).removeDevPasid(k, d, mm);
}

/** iommu_sva_unbind_device of v6.2: the last user of the domain detaches it from every device of the group. */
export function* groupDetachMm(k: Kernel, domain: Ptr): Call<void> {
  const { device, mm, refs } = handleAt(k, domain, 'iommu_sva_unbind_device');
  if (refs > 1) yield* iommuOps(k).svaUnbind(k, domain);
  else yield* removeGroupPasid(k, devicesOfGroup(k, device), mm);
}
