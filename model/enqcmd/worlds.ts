import type { World } from '../world.ts';

/** Worlds of processes that submit work to queues of idxd. */
export const enqcmdWorlds: readonly World[] = [
  {
    name: 'enqcmd',
    says: '3 processes with threads, 2 devices of idxd with shared queues, 4 files that stay open at exec, 3 PASIDs, 2 mapped portals in an mm',
    processes: 3,
    closeOnExec: false,
    threads: true,
    sva: { devices: 2, files: 4, idxd: true },
    ioasid: { pasids: 3 },
    enqcmd: { portals: 2 },
  },
  {
    name: 'enqcmd-small',
    says: '2 processes, 1 device of idxd with a shared queue, 2 files, 2 PASIDs, 2 mapped portals in an mm: small enough for exhaustive search',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 1, files: 2, idxd: true },
    ioasid: { pasids: 2 },
    enqcmd: { portals: 2 },
  },
  {
    name: 'enqcmd-dedicated',
    says: '2 processes, 1 device of idxd with a dedicated queue, 2 files that stay open at exec, 2 PASIDs, 2 mapped portals in an mm',
    processes: 2,
    closeOnExec: false,
    sva: { devices: 1, files: 2, idxd: true, dedicated: true },
    ioasid: { pasids: 2 },
    enqcmd: { portals: 2 },
  },
  {
    name: 'enqcmd-requests',
    says: '2 processes, 1 device of idxd with a shared queue that requests pages, 3 files, 2 PASIDs, 2 mapped portals in an mm; a ring for 1 page request, 2 groups',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 1, files: 3, idxd: true },
    ioasid: { pasids: 2 },
    prq: { ring: 1, prgs: 2 },
    enqcmd: { portals: 2 },
  },
];
