import { isOneGroup, svaOf } from '../../../model/sva/bounds.ts';
import type { World } from '../../../model/world.ts';
import type { Kernel } from '../kernel.ts';
import type { Machine } from '../machine/machine.ts';
import { type Ptr, Slab } from '../machine/slab.ts';

/** drivers/iommu/iommu.c: how long a group and its default domain exist. */

/**
 * struct iommu_group. `refs`: its devices, and the calls that work on it. `devices`: how many it has. `domain`: its default domain
 * exists. The device of a slot that was removed has left it; a device that comes next has another one.
 */
export function groupSlab(m: Machine, world: World) {
  const groups = svaOf(world).devices + world.processes + 2;
  return new Slab(m, 'iommu_group', groups, {
    refs: 'value',
    devices: 'value',
    domain: 'value',
  });
}

/** dev->iommu_group: that of the device which is in the slot, or was there last. */
export function presentGroup(k: Kernel, device: number): Ptr {
  return k.iommu.groupOfDevice[device]!.group;
}

/** iommu_group_get */
export function iommuGroupGet(k: Kernel, device: number): Ptr {
  const group = presentGroup(k, device);
  k.iommu.groups.at(group, 'iommu_group_get').refs++;
  return group;
}

/** iommu_group_put: the last reference frees the group, and with it, up to v6.3, its default domain. */
export function iommuGroupPut(k: Kernel, group: Ptr): void {
  if (--k.iommu.groups.at(group, 'iommu_group_put').refs === 0)
    k.iommu.groups.free(group, 'iommu_group_release');
}

/** iommu_group_get_for_dev: a new device has a new group, or that of the other devices. */
export function joinGroup(k: Kernel, device: number): void {
  const { groups, groupOfDevice } = k.iommu;
  const first = groupOfDevice.find(({ group }) => groups.isLive(group));
  const group = isOneGroup(k.world) && first !== undefined ? first.group : groups.embedded();
  groupOfDevice[device]!.group = group;
  const row = groups.at(group, 'iommu_group_get_for_dev');
  row.refs++;
  row.devices++;
  row.domain = 1;
}

/** iommu_group_remove_device, under group->mutex. Since v6.4 the default domain goes with the last device (iommu_deinit_device). */
export function quitGroup(k: Kernel, device: number): Ptr {
  const group = presentGroup(k, device);
  const row = k.iommu.groups.at(group, 'iommu_group_remove_device');
  row.devices--;
  if (row.devices === 0 && k.switches.deviceRelease === 'under-group-mutex') row.domain = 0;
  return group;
}

/** Whether the default domain of a group exists. */
export function hasDomain(k: Kernel, group: Ptr): boolean {
  const { groups } = k.iommu;
  return groups.isLive(group) && groups.at(group, 'group->default_domain').domain !== 0;
}

/** What belongs to the default domain of a group. `device`: one of those that it is, or was, attached to. */
export interface Attached {
  readonly device: number;
  readonly group: Ptr;
}

/** Whether a group still has a device. Otherwise its default domain is attached to nothing. */
export function isAttached(k: Kernel, group: Ptr): boolean {
  const { groups } = k.iommu;
  return groups.isLive(group) && groups.at(group, 'group->devices').devices !== 0;
}
