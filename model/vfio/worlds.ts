import type { PagesBounds } from '../pages/bounds.ts';
import type { World } from '../world.ts';
import type { VfioBounds } from './bounds.ts';

/** The smallest world in which a mediated and a pass-through device can show mistakes. */
export const tinyVfio: VfioBounds = {
  containers: 1,
  groups: ['mdev', 'passthrough'],
  backends: ['type1v2'],
  iovas: 2,
  mappings: 2,
  dmaEntries: 2,
};
export const tinyPages: PagesBounds = { addresses: 4, limits: [1], capable: false };

/** Worlds of pass-through and mediated devices. */
export const vfioWorlds: readonly World[] = [
  {
    name: 'vfio',
    says: '2 processes, 2 containers, 2 mediated devices and 1 pass-through device; container and group files are O_CLOEXEC',
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
    says: '2 processes, 1 container, a mediated and a pass-through device, a limit of 1 page or unlimited: small enough for exhaustive search',
    processes: 2,
    closeOnExec: true,
    pages: tinyPages,
    vfio: tinyVfio,
  },
  {
    name: 'vfio-alone',
    says: 'like vfio-tiny with a single process: for the deepest exhaustive search',
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
    says: 'like vfio-tiny, but p0 starts with CAP_IPC_LOCK',
    processes: 2,
    closeOnExec: true,
    pages: { addresses: 2, limits: [0, 1], capable: true },
    vfio: tinyVfio,
  },
  {
    name: 'vfio-passthrough',
    says: '2 processes, 2 containers, 2 pass-through devices: VFIO as it was before mediated devices',
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
    name: 'vfio-top',
    says: 'like vfio-alone, and the last IOVA is the last page of 64 bits: the address after it is 0',
    processes: 1,
    closeOnExec: true,
    pages: { ...tinyPages, addresses: 2 },
    vfio: { ...tinyVfio, top: true },
  },
  {
    name: 'vfio-pinning',
    says: 'a mediated device, and a device behind the IOMMU whose driver also pins; a container may have the backend of POWER',
    processes: 1,
    closeOnExec: true,
    pages: { ...tinyPages, addresses: 2 },
    vfio: { ...tinyVfio, groups: ['mdev', 'pinning'], backends: ['type1v2', 'tce'] },
  },
];
