import type { World } from '../world.ts';

/** Worlds of devices that request pages. */
export const prqWorlds: readonly World[] = [
  {
    name: 'vtd',
    says: '3 processes, 2 devices of idxd behind VT-d, 4 files, 3 PASIDs; a ring for 2 page requests, 2 groups',
    processes: 3,
    closeOnExec: true,
    sva: { devices: 2, files: 4, idxd: true },
    ioasid: { pasids: 3 },
    prq: { ring: 2, prgs: 2 },
  },
  {
    name: 'vtd-small',
    says: '2 processes, 1 device of idxd behind VT-d, 3 files, 2 PASIDs; a ring for 1 page request, 2 groups',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 1, files: 3, idxd: true },
    ioasid: { pasids: 2 },
    prq: { ring: 1, prgs: 2 },
  },
];
