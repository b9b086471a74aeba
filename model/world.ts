import { unknownName } from './input-error.ts';

/** The bounds of one check: how much of everything there is. A trace only means something in a world. */
export interface World {
  readonly name: string;
  /** One line for `list worlds`. */
  readonly says: string;
  /** Processes that may be alive at once, 1 to 8. Each world begins with one: p0. */
  readonly processes: number;
  /** Devices behind the IOMMU that can do SVA, 0 to 4: d0, d1, ... */
  readonly devices: number;
  /** Open files of these devices at once, 0 to 8. */
  readonly files: number;
  /** PASIDs that can be handed out: 1 to this number (0 to 30). PASID 0 is DMA without a PASID. */
  readonly pasids: number;
  /** Whether user space opens devices with O_CLOEXEC, as the uacce library (UADK) does. */
  readonly closeOnExec: boolean;
  /**
   * Whether all devices are in one IOMMU group (not isolated from each other by ACS); else each has its own. Then
   * they stay: while a PASID is attached to a group, no driver may be bound to a device of it or leave one
   * (drivers/iommu/iommu.c, v6.2: EBUSY in iommu_device_use_default_domain, a WARN in its counterpart).
   */
  readonly sharedGroup?: boolean | undefined;
  /**
   * Whether a process can have several threads (CLONE_THREAD): tasks of one thread group, with one mm and one
   * descriptor table. Only where there is VFIO, which goes by the leader of the group.
   */
  readonly threads?: boolean | undefined;
  /** What there is of VFIO; nothing unless told. */
  readonly vfio?: VfioWorld | undefined;
}

/**
 * What the device of a VFIO group is. `mdev`: a mediated device, whose driver pins what it needs.
 * `passthrough`: behind the IOMMU, which maps everything. `pinning`: behind the IOMMU, and its driver pins as well.
 */
export const groupKinds = ['mdev', 'passthrough', 'pinning'] as const;
export type GroupKind = (typeof groupKinds)[number];

/** The IOMMU backend that a container is given (VFIO_SET_IOMMU). `tce`: of POWER, which cannot pin. */
export const backends = ['type1v2', 'type1', 'tce'] as const;
export type Backend = (typeof backends)[number];

/** The bounds of the VFIO half of a world. */
export interface VfioWorld {
  /** Containers (/dev/vfio/vfio) open at once, 1 to 2. */
  readonly containers: number;
  /** The groups there are, of one device each: g0, g1, ... At most 4. */
  readonly groups: readonly GroupKind[];
  readonly backends: readonly Backend[];
  /** Pages of IOVA space, 2 or 3: i0, i1, ... The last one is the end of that space. */
  readonly iovas: number;
  /**
   * Pages of a process’s address space that are looked at, 2 to 4. A new program starts with all of them: a0 and a1
   * lie one behind the other in memory, a2 somewhere else, a3 is reserved (no memory of the system: never accounted).
   */
  readonly addresses: number;
  /** Mappings that all containers can have together (struct vfio_dma), 1 to 6. */
  readonly mappings: number;
  /** Mappings that one container may have (the module’s parameter dma_entry_limit). */
  readonly dmaEntries: number;
  /** What setrlimit can set RLIMIT_MEMLOCK to, besides unlimited, which it is in the beginning. In pages, 0 to 3. */
  readonly limits: readonly number[];
  /** Does p0 begin with CAP_IPC_LOCK? */
  readonly capable: boolean;
}

/**
 * Whether commands may overlap there. Not where threads share the files of VFIO: plugging a device is several system
 * calls, between which another thread may close, copy and reopen everything.
 */
export function canOverlap({ threads, vfio }: World): boolean {
  return threads !== true || vfio === undefined;
}

/** The largest world that the memory layouts are made for. */
export const worldLimits = { processes: 8, devices: 4, files: 8, pasids: 30 } as const;

/** The same of its VFIO half. `limit`: pages that RLIMIT_MEMLOCK can be set to. */
export const vfioLimits = {
  containers: 2,
  groups: 4,
  iovas: 3,
  addresses: 4,
  mappings: 6,
  limit: 3,
} as const;

/** Of the PASID half. */
const noSva = { devices: 0, files: 0, pasids: 0 } as const;

/** As little as a mediated and a pass-through device can be mistaken with. */
const tinyVfio: VfioWorld = {
  containers: 1,
  groups: ['mdev', 'passthrough'],
  backends: ['type1v2'],
  iovas: 2,
  addresses: 4,
  mappings: 2,
  dmaEntries: 2,
  limits: [1],
  capable: false,
};

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
  {
    name: 'vfio',
    says: '2 processes, 2 containers, 2 mediated devices and a pass-through one; container and group files are O_CLOEXEC',
    ...noSva,
    processes: 2,
    closeOnExec: true,
    vfio: {
      containers: 2,
      groups: ['mdev', 'passthrough', 'mdev'],
      backends: ['type1v2', 'type1'],
      iovas: 3,
      addresses: 4,
      mappings: 4,
      dmaEntries: 2,
      limits: [0, 1, 2, 3],
      capable: false,
    },
  },
  {
    name: 'vfio-tiny',
    says: '2 processes, 1 container, a mediated and a pass-through device, a limit of 1 page or unlimited: small enough to be searched through',
    ...noSva,
    processes: 2,
    closeOnExec: true,
    vfio: tinyVfio,
  },
  {
    name: 'vfio-alone',
    says: 'like vfio-tiny with a single process: to be searched deepest',
    ...noSva,
    processes: 1,
    closeOnExec: true,
    vfio: tinyVfio,
  },
  {
    name: 'vfio-keep-on-exec',
    says: 'like vfio-tiny, but container and group files stay open across exec',
    ...noSva,
    processes: 2,
    closeOnExec: false,
    vfio: { ...tinyVfio, addresses: 2 },
  },
  {
    name: 'vfio-threads',
    says: 'like vfio-keep-on-exec, but 3 tasks, which may be threads of one process, and files are O_CLOEXEC',
    ...noSva,
    processes: 3,
    closeOnExec: true,
    threads: true,
    vfio: { ...tinyVfio, addresses: 2 },
  },
  {
    name: 'vfio-capable',
    says: 'like vfio-tiny, but p0 begins with CAP_IPC_LOCK',
    ...noSva,
    processes: 2,
    closeOnExec: true,
    vfio: { ...tinyVfio, addresses: 2, limits: [0, 1], capable: true },
  },
  {
    name: 'vfio-passthrough',
    says: '2 processes, 2 containers, 2 pass-through devices: what there was before mediated devices',
    ...noSva,
    processes: 2,
    closeOnExec: true,
    vfio: {
      ...tinyVfio,
      containers: 2,
      groups: ['passthrough', 'passthrough'],
      backends: ['type1v2', 'type1'],
      mappings: 3,
      limits: [0, 1, 2],
    },
  },
  {
    name: 'vfio-pinning',
    says: 'a mediated device and one behind the IOMMU whose driver pins as well; a container may have the backend of POWER',
    ...noSva,
    processes: 1,
    closeOnExec: true,
    vfio: { ...tinyVfio, groups: ['mdev', 'pinning'], backends: ['type1v2', 'tce'], addresses: 2 },
  },
  {
    name: 'both',
    says: '2 processes with both halves: 1 SVA device, 2 files, 2 PASIDs; 1 container, a mediated and a pass-through device',
    processes: 2,
    devices: 1,
    files: 2,
    pasids: 2,
    closeOnExec: true,
    vfio: { ...tinyVfio, limits: [0, 1, 2] },
  },
];

/** Every bound of the VFIO half, in words: two that differ read differently. */
export function vfioBoundsText(vfio: VfioWorld): string {
  const { containers, groups, iovas, addresses, mappings, dmaEntries, limits, capable } = vfio;
  return [
    `${containers} ${containers === 1 ? 'container' : 'containers'} (${vfio.backends.join(', ')})`,
    `groups ${groups.join(', ')}`,
    `${iovas} IOVAs`,
    `${addresses} addresses`,
    `${mappings} mappings (${dmaEntries} in a container)`,
    `limits ${[...limits, 'unlimited'].join(', ')}`,
    ...(capable ? ['CAP_IPC_LOCK'] : []),
  ].join(', ');
}

/** Is there a device that can do SVA? */
export function hasDevices(world: World): boolean {
  return world.devices > 0;
}

/** Can a device be opened at all? */
export function hasFiles(world: World): boolean {
  return world.files > 0;
}

/** @throws InputError if no world has this name. */
export function findWorld(name: string): World {
  const world = worlds.find((w) => w.name === name);
  if (world === undefined)
    throw unknownName(
      'world',
      name,
      worlds.map((w) => w.name),
      'list worlds',
    );
  return world;
}
