import { unknownName } from './input-error.ts';

/** The bounds of one check: how much of everything there is. A trace only means something in a world. */
export interface World {
  readonly name: string;
  /** One line for `list worlds`. */
  readonly says: string;
  /** Processes that may be alive at once, 1 to 8. Each world begins with one: p0. */
  readonly processes: number;
  /** Devices behind the IOMMU, 1 to 4: d0, d1, ... */
  readonly devices: number;
  /** Open device files at once, 1 to 8. */
  readonly files: number;
  /** PASIDs that can be handed out: 1 to this number (at most 30). PASID 0 is DMA without a PASID. */
  readonly pasids: number;
  /** Whether user space opens devices with O_CLOEXEC, as the uacce library (UADK) does. */
  readonly closeOnExec: boolean;
  /**
   * Whether all devices are in one IOMMU group (not isolated from each other by ACS); else each has its own. Then
   * they stay: while a PASID is attached to a group, no driver may be bound to a device of it or leave one
   * (drivers/iommu/iommu.c, v6.2: EBUSY in iommu_device_use_default_domain, a WARN in its counterpart).
   */
  readonly sharedGroup?: boolean | undefined;
}

/** The largest world that the memory layouts are made for. */
export const worldLimits = { processes: 8, devices: 4, files: 8, pasids: 30 } as const;

/** The worlds that have a name. The first is what `check` uses unless told otherwise. */
export const worlds: readonly World[] = [
  {
    name: 'sva',
    says: '3 processes, 2 devices, 4 files, 3 PASIDs; devices are opened with O_CLOEXEC',
    processes: 3,
    devices: 2,
    files: 4,
    pasids: 3,
    closeOnExec: true,
  },
  {
    name: 'sva-small',
    says: '2 processes, 1 device, 3 files, 2 PASIDs: small enough to be searched through',
    processes: 2,
    devices: 1,
    files: 3,
    pasids: 2,
    closeOnExec: true,
  },
  {
    name: 'sva-tiny',
    says: '2 processes, 1 device, 2 files, 2 PASIDs: to be searched deeper',
    processes: 2,
    devices: 1,
    files: 2,
    pasids: 2,
    closeOnExec: true,
  },
  {
    name: 'sva-tiny-keep-on-exec',
    says: 'like sva-tiny, but device files stay open across exec (opened without O_CLOEXEC)',
    processes: 2,
    devices: 1,
    files: 2,
    pasids: 2,
    closeOnExec: false,
  },
  {
    name: 'sva-one-pasid',
    says: '3 processes, 1 device, 3 files and a single PASID: every bind is at the limit',
    processes: 3,
    devices: 1,
    files: 3,
    pasids: 1,
    closeOnExec: true,
  },
  {
    name: 'sva-keep-on-exec',
    says: 'like sva, but device files stay open across exec (opened without O_CLOEXEC)',
    processes: 3,
    devices: 2,
    files: 4,
    pasids: 3,
    closeOnExec: false,
  },
  {
    name: 'sva-group',
    says: '2 processes, 2 devices in one IOMMU group, 3 files, 2 PASIDs; the devices stay',
    processes: 2,
    devices: 2,
    files: 3,
    pasids: 2,
    closeOnExec: true,
    sharedGroup: true,
  },
];

/** @throws InputError if no world has this name. */
export function findWorld(name: string): World {
  const world = worlds.find((w) => w.name === name);
  if (world === undefined)
    throw unknownName(
      'world',
      name,
      worlds.map((w) => w.name),
    );
  return world;
}
