import type { World } from '../world.ts';

/** Worlds of virtual machines with PASIDs of their own. */
export const setsWorlds: readonly World[] = [
  {
    name: 'sets',
    says: '3 processes, 3 sets of PASIDs, 3 guest PASIDs, 2 assigned devices; beside them a device of uacce with 2 files, 4 PASIDs in all',
    processes: 3,
    closeOnExec: true,
    sva: { devices: 1, files: 2 },
    ioasid: { pasids: 4 },
    sets: { pasidSets: 3, guests: 3, endpoints: 2 },
  },
  {
    name: 'sets-vtd',
    says: '2 processes, 2 sets of PASIDs, 3 guest PASIDs, 1 assigned device; beside them a device of idxd with 2 files, 3 PASIDs in all',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 1, files: 2, idxd: true },
    ioasid: { pasids: 3 },
    sets: { pasidSets: 2, guests: 3, endpoints: 1 },
  },
  {
    name: 'sets-small',
    says: '2 processes, 2 sets of PASIDs, 2 guest PASIDs, 1 assigned device, 2 PASIDs in all: small enough for exhaustive search',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 0, files: 0 },
    ioasid: { pasids: 2 },
    sets: { pasidSets: 2, guests: 2, endpoints: 1 },
  },
];
