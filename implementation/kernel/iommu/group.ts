import type { Kernel } from '../kernel.ts';
import { EBUSY } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { devicesOfDomain, inOneDomain } from './arm-smmu-v3/context-descriptor.ts';
import { iommuSvaAllocPasid, iommuSvaFreePasid } from './iommu-sva.ts';
import { armSmmuSvaBind, armSmmuSvaRemoveDevPasid, armSmmuSvaUnbind } from './arm-smmu-v3/sva.ts';

/**
 * drivers/iommu/iommu.c: IOMMU groups of several devices, and what v6.2 to v6.7 attach to them for SVA. There a
 * PASID is attached once in a group (group->pasid_array), whichever device asked, and later binds of the mm to
 * any device of the group are counted (domain->users). v6.8 refused those with EBUSY; v6.10 counts them again.
 *
 * Here the SVA domain is the bond of the device that asked first: it is every handle, and its `refs` are
 * domain->users. The group’s list begins with the device that asked; in Linux, with the one that joined first.
 */

/** Which group->mutex it is. */
export function groupOf(k: Kernel, device: number): number {
  return inOneDomain(k) ? 0 : device;
}

/** Is the device the only one of its group? */
export function isAlone(k: Kernel): boolean {
  return !inOneDomain(k) || k.devices.length === 1;
}

/** for_each_group_device */
function devicesOfGroup(k: Kernel, device: number): readonly number[] {
  return devicesOfDomain(k, device);
}

/**
 * iommu_sva_bind_device of v6.2: the SVA domain as a bond, or an error. The mm has its PASID before anything is
 * attached, so that running out of PASIDs unwinds nothing.
 */
export function* groupAttachMm(k: Kernel, device: number, mm: Ptr): Call<number> {
  const attached = findAttached(k, device, mm);
  if (attached !== 0) {
    if (k.switches.bindReuse === 'attach-again') return EBUSY;
    const domain = k.bonds.at(attached, 'iommu_sva_bind_device');
    return yield* armSmmuSvaBind(k, domain.device, mm); // domain->users++
  }
  const isPrivate = k.switches.bondPasid === 'own';
  const ret = isPrivate ? 0 : iommuSvaAllocPasid(k, mm);
  if (ret !== 0) return ret;
  const domain = yield* setGroupPasid(k, device, mm);
  // Where PASIDs are counted, each bond has a reference of its own by now.
  if (k.switches.pasidFreeAt === 'last-unbind' && !isPrivate) iommuSvaFreePasid(k, mm);
  return domain;
}

/**
 * __iommu_set_group_pasid. Before commit b025dea63cde it left the unwinding to __iommu_remove_group_pasid, which
 * knows nothing of how far it came.
 */
function* setGroupPasid(k: Kernel, device: number, mm: Ptr): Call<number> {
  const devices = devicesOfGroup(k, device);
  let domain = 0;
  for (const [done, d] of devices.entries()) {
    const bond = yield* armSmmuSvaBind(k, d, mm);
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
  for (const d of devices) yield* armSmmuSvaRemoveDevPasid(k, d, mm);
}

/** iommu_sva_unbind_device of v6.2: the last user of the domain takes it from every device of the group. */
export function* groupDetachMm(k: Kernel, domain: Ptr): Call<void> {
  const { device, mm, refs } = k.bonds.at(domain, 'iommu_sva_unbind_device');
  if (refs > 1) yield* armSmmuSvaUnbind(k, domain);
  else yield* removeGroupPasid(k, devicesOfGroup(k, device), mm);
}

/** iommu_get_domain_for_dev_pasid: the bond whose device asked first made the notifier, too. */
function findAttached(k: Kernel, device: number, mm: Ptr): Ptr {
  const devices = devicesOfGroup(k, device);
  for (const b of k.bonds.rows)
    if (
      b.live !== 0 &&
      b.listed !== 0 &&
      b.mm === mm &&
      devices.includes(b.device) &&
      k.notifiers.at(b.notifier, 'iommu_get_domain_for_dev_pasid').device === b.device
    )
      return k.bonds.pointer(b);
  return 0;
}
