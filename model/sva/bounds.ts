import { type BoundNeeds, type BoundsOf, counted, flag, number } from '../bounds.ts';
import type { World } from '../world.ts';

/** Devices that can do SVA. */
export interface SvaBounds {
  /** Devices behind the IOMMU that can do SVA, 0 to 4: d0, d1, ... */
  readonly devices: number;
  /** Open files of these devices at once, 0 to 8. */
  readonly files: number;
  /**
   * Whether all devices are in one IOMMU group (not isolated from each other by ACS); otherwise each has its own. In one
   * group they are never removed: while a PASID is attached to a group, no driver may be bound to a device of it or leave one
   * (drivers/iommu/iommu.c, v6.2: EBUSY in iommu_device_use_default_domain, a WARN in its counterpart).
   */
  readonly sharedGroup?: boolean | undefined;
  /**
   * Whether processes do everything that uacce allows: they open the device through a node of their own each (as in containers),
   * poll, and unmap a part of a region. Other worlds have one node for each device, and regions of one page.
   */
  readonly allOfUacce?: boolean | undefined;
  /**
   * Whether the devices are accelerators of idxd behind a VT-d IOMMU, which work for a file from its open on; otherwise they are
   * accelerators of uacce behind an SMMU.
   */
  readonly idxd?: boolean | undefined;
  /**
   * Whether the context descriptor tables of the SMMU have two levels, with leaves of two entries (in the hardware 1024), so that
   * a trace can see how many it takes.
   */
  readonly smallLeaves?: boolean | undefined;
  /** Whether drivers also bind with a PASID of the bond alone (SVM_FLAG_PRIVATE_PASID, up to v5.13). Only behind VT-d. */
  readonly privateBinds?: boolean | undefined;
  /**
   * Whether the queue of the last of these devices of idxd is dedicated: one file at a time, and the queue has its PASID. The others are
   * shared: any number of files, and each descriptor has the PASID of its submitter.
   */
  readonly dedicated?: boolean | undefined;
}

/** The largest values for which the memory layouts are made. */
export const DEVICES_MAX = 4;
export const FILES_MAX = 8;

/** What a bound needs that is about accelerators of idxd. */
export const needsIdxd: BoundNeeds = {
  has: hasIdxd,
  says: 'devices of idxd (idxd=yes)',
};

export const svaBounds: BoundsOf<SvaBounds> = {
  devices: {
    values: number(0, DEVICES_MAX),
    says: 'devices that can do SVA: d0, d1, ...',
    inWords: (n) => counted(n, 'device'),
  },
  files: {
    values: number(0, FILES_MAX),
    says: 'files of these devices that may be open at once',
    inWords: (n) => counted(n, 'file'),
  },
  sharedGroup: {
    values: flag,
    says: 'all SVA devices share one IOMMU group and stay in it',
    inWords: (is) => (is === true ? 'one IOMMU group' : undefined),
  },
  allOfUacce: {
    values: flag,
    says: 'each process has its own node of a device, can poll, and can unmap a part of a region',
    inWords: (is) => (is === true ? 'all of uacce' : undefined),
  },
  idxd: {
    values: flag,
    isKind: true,
    says: 'the SVA devices are accelerators of idxd behind VT-d, not of uacce behind an SMMU',
    inWords: (is) => (is === true ? 'idxd behind VT-d' : undefined),
  },
  smallLeaves: {
    values: flag,
    says: 'context descriptor tables have two levels, with leaves of two entries',
    inWords: (is) => (is === true ? 'leaves of 2 context descriptors' : undefined),
  },
  privateBinds: {
    values: flag,
    needs: needsIdxd,
    says: 'drivers also bind with a PASID of the bond alone',
    inWords: (is) => (is === true ? 'private PASIDs' : undefined),
  },
  dedicated: {
    values: flag,
    needs: needsIdxd,
    isKind: true,
    says: 'the queue of the last device of idxd is dedicated: one file at a time, with its PASID in the queue',
    inWords: (is) => (is === true ? 'the last queue dedicated' : undefined),
  },
};

const none: SvaBounds = { devices: 0, files: 0 };

/** The SVA objects of a world; none if the world does not mention SVA. */
export function svaOf({ sva }: World): SvaBounds {
  return sva ?? none;
}

/** Whether a device can do SVA. */
export function hasDevices(world: World): boolean {
  return svaOf(world).devices > 0;
}

/** Whether a device can be opened. */
export function hasFiles(world: World): boolean {
  return svaOf(world).files > 0;
}

/** Whether all devices are in one IOMMU group. */
export function isOneGroup(world: World): boolean {
  return svaOf(world).sharedGroup === true;
}

/** Whether a bond of one device attaches its PASID to the other: they are the same, or share their IOMMU group. */
export function areBoundTogether(world: World, device: number, other: number): boolean {
  return device === other || isOneGroup(world);
}

/** Whether a device is an accelerator of idxd, behind a VT-d IOMMU. */
export function hasIdxd(world: World): boolean {
  return hasDevices(world) && svaOf(world).idxd === true;
}

/** Whether a queue of this world is dedicated. */
export function hasDedicated(world: World): boolean {
  return isDedicated(world, svaOf(world).devices - 1);
}

/** Whether the queue of this device is dedicated. */
export function isDedicated(world: World, device: number): boolean {
  const { dedicated, devices } = svaOf(world);
  return hasIdxd(world) && dedicated === true && device === devices - 1;
}

/** Whether a device is an accelerator of uacce, behind an SMMU. */
export function hasUacce(world: World): boolean {
  return hasDevices(world) && svaOf(world).idxd !== true;
}

/** Whether processes do everything that uacce allows. */
export function hasAllOfUacce(world: World): boolean {
  return hasUacce(world) && svaOf(world).allOfUacce === true;
}

/** Whether context descriptor tables have two levels, with leaves of `LEAF` entries. */
export function hasSmallLeaves(world: World): boolean {
  return hasUacce(world) && svaOf(world).smallLeaves === true;
}

/** Entries of a small leaf. */
export const LEAF = 2;

/** Whether drivers also bind with a PASID of the bond alone. Kernels in which they do bind no device that shares its IOMMU group. */
export function hasPrivateBinds(world: World): boolean {
  return hasIdxd(world) && svaOf(world).privateBinds === true && !isOneGroup(world);
}
