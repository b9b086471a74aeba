import { unknownName } from './input-error.ts';
import type { PagesBounds } from './pages/bounds.ts';
import type { VfioBounds } from './vfio/bounds.ts';
import type { World } from './world.ts';

/** As little as a mediated and a pass-through device can be mistaken with. */
const tinyVfio: VfioBounds = {
  containers: 1,
  groups: ['mdev', 'passthrough'],
  backends: ['type1v2'],
  iovas: 2,
  mappings: 2,
  dmaEntries: 2,
};
const tinyPages: PagesBounds = { addresses: 4, limits: [1], capable: false };

/** The worlds that have a name. The first is what `check` uses unless told otherwise. */
export const worlds: readonly World[] = [
  {
    name: 'sva',
    says: '3 processes, 2 devices, 4 files, 3 PASIDs; devices are opened with O_CLOEXEC',
    processes: 3,
    closeOnExec: true,
    sva: { devices: 2, files: 4 },
    ioasid: { pasids: 3 },
  },
  {
    name: 'sva-small',
    says: '2 processes, 1 device, 3 files, 2 PASIDs: small enough to be searched through',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 1, files: 3 },
    ioasid: { pasids: 2 },
  },
  {
    name: 'sva-tiny',
    says: '2 processes, 1 device, 2 files, 2 PASIDs: to be searched deeper',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 1, files: 2 },
    ioasid: { pasids: 2 },
  },
  {
    name: 'sva-tiny-keep-on-exec',
    says: 'like sva-tiny, but device files stay open across exec (opened without O_CLOEXEC)',
    processes: 2,
    closeOnExec: false,
    sva: { devices: 1, files: 2 },
    ioasid: { pasids: 2 },
  },
  {
    name: 'sva-one-pasid',
    says: '3 processes, 1 device, 3 files and a single PASID: every bind is at the limit',
    processes: 3,
    closeOnExec: true,
    sva: { devices: 1, files: 3 },
    ioasid: { pasids: 1 },
  },
  {
    name: 'sva-keep-on-exec',
    says: 'like sva, but device files stay open across exec (opened without O_CLOEXEC)',
    processes: 3,
    closeOnExec: false,
    sva: { devices: 2, files: 4 },
    ioasid: { pasids: 3 },
  },
  {
    name: 'sva-group',
    says: '2 processes, 2 devices in one IOMMU group, 3 files, 2 PASIDs; the devices stay',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 2, files: 3, sharedGroup: true },
    ioasid: { pasids: 2 },
  },
  {
    name: 'vfio',
    says: '2 processes, 2 containers, 2 mediated devices and a pass-through one; container and group files are O_CLOEXEC',
    processes: 2,
    closeOnExec: true,
    pages: { addresses: 4, limits: [0, 1, 2, 3], capable: false },
    vfio: {
      containers: 2,
      groups: ['mdev', 'passthrough', 'mdev'],
      backends: ['type1v2', 'type1'],
      iovas: 3,
      mappings: 4,
      dmaEntries: 2,
    },
  },
  {
    name: 'vfio-tiny',
    says: '2 processes, 1 container, a mediated and a pass-through device, a limit of 1 page or unlimited: small enough to be searched through',
    processes: 2,
    closeOnExec: true,
    pages: tinyPages,
    vfio: tinyVfio,
  },
  {
    name: 'vfio-alone',
    says: 'like vfio-tiny with a single process: to be searched deepest',
    processes: 1,
    closeOnExec: true,
    pages: tinyPages,
    vfio: tinyVfio,
  },
  {
    name: 'vfio-keep-on-exec',
    says: 'like vfio-tiny, but container and group files stay open across exec',
    processes: 2,
    closeOnExec: false,
    pages: { ...tinyPages, addresses: 2 },
    vfio: tinyVfio,
  },
  {
    name: 'vfio-threads',
    says: 'like vfio-keep-on-exec, but 3 tasks, which may be threads of one process, and files are O_CLOEXEC',
    processes: 3,
    closeOnExec: true,
    threads: true,
    pages: { ...tinyPages, addresses: 2 },
    vfio: tinyVfio,
  },
  {
    name: 'vfio-capable',
    says: 'like vfio-tiny, but p0 begins with CAP_IPC_LOCK',
    processes: 2,
    closeOnExec: true,
    pages: { addresses: 2, limits: [0, 1], capable: true },
    vfio: tinyVfio,
  },
  {
    name: 'vfio-passthrough',
    says: '2 processes, 2 containers, 2 pass-through devices: what there was before mediated devices',
    processes: 2,
    closeOnExec: true,
    pages: { ...tinyPages, limits: [0, 1, 2] },
    vfio: {
      ...tinyVfio,
      containers: 2,
      groups: ['passthrough', 'passthrough'],
      backends: ['type1v2', 'type1'],
      mappings: 3,
    },
  },
  {
    name: 'vfio-pinning',
    says: 'a mediated device and one behind the IOMMU whose driver pins as well; a container may have the backend of POWER',
    processes: 1,
    closeOnExec: true,
    pages: { ...tinyPages, addresses: 2 },
    vfio: { ...tinyVfio, groups: ['mdev', 'pinning'], backends: ['type1v2', 'tce'] },
  },
  {
    name: 'both',
    says: '2 processes with both halves: 1 SVA device, 2 files, 2 PASIDs; 1 container, a mediated and a pass-through device',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 1, files: 2 },
    ioasid: { pasids: 2 },
    pages: { ...tinyPages, limits: [0, 1, 2] },
    vfio: tinyVfio,
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
      'list worlds',
    );
  return world;
}
