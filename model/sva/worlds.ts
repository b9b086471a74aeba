import type { World } from '../world.ts';

/** Worlds of devices that do SVA. */
export const svaWorlds: readonly World[] = [
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
    says: '2 processes, 1 device, 3 files, 2 PASIDs: small enough for exhaustive search',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 1, files: 3 },
    ioasid: { pasids: 2 },
  },
  {
    name: 'sva-tiny',
    says: '2 processes, 1 device, 2 files, 2 PASIDs: small enough for a deep exhaustive search',
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
    says: '2 processes, 2 devices in one IOMMU group, 3 files, 2 PASIDs; the devices are never removed',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 2, files: 3, sharedGroup: true },
    ioasid: { pasids: 2 },
  },
  {
    name: 'sva-uacce',
    says: 'like sva-small, but each process has its own node of the device (a container), polls, and unmaps parts of regions',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 1, files: 3, allOfUacce: true },
    ioasid: { pasids: 2 },
  },
];
