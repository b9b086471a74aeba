import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/vfio/vfio.c';
/** Also for the files of groups. */
export const readFiles = {
  'linux-4.9': 'v4.8',
  'linux-4.10': 'v4.10-rc1 (08328e6c0af2)',
  'linux-4.12': 'v4.10-rc1 (08328e6c0af2)',
  'linux-4.18': 'v4.19',
  'linux-6.3': 'v6.3.2',
} as const;

/** Files of containers. */
export const containersFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_fops_unl_ioctl',
    file,
    elsewhere: { 'v6.3.2': ['drivers/vfio/container.c: vfio_fops_unl_ioctl'] },
    read: readFiles,
    behaviours: [
      {
        linux: 'A container that has no backend yet answers EINVAL to every request of a backend.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/container.ts: vfioFopsIoctl',
        test: 'vfio/hot-plug.test.ts: the container can do nothing until there is one again',
      },
      {
        linux:
          'group_lock is held for reading over the call of the backend, so the backend cannot be released meanwhile.',
        versions: 'v4.10 to v4.12',
        verdict: 'same',
        simulation: 'vfio/container.ts: vfioFopsIoctl',
        test: 'vfio/hot-plug.test.ts: keeps the backend while it waits: a process that unplugs the last group waits for it',
      },
      {
        linux:
          'Backend and data are read without a lock, and nothing keeps them: the last group may leave and release them.',
        versions: 'v4.13 to v6.3',
        source: '7f56c30bd0a2',
        verdict: 'same',
        simulation: 'vfio/container.ts: vfioFopsIoctl',
        test: 'vfio/hot-plug.test.ts: keeps no backend since v4.13: it continues in one that was freed',
      },
      {
        linux:
          'A task that waits to write group_lock keeps new readers out (rwsem); a reader that already holds it and reads again waits as well.',
        versions: 'v4.10 to v5.10; later a reader may pass (see down_read)',
        verdict: 'simplified',
        simulation: 'machine/wait.ts: downWrite',
        because: 'Not read for these versions: as we know the rwsem. The same is done here.',
        hides: 'nothing',
        test: 'vfio/hot-plug.test.ts: waits for a process that waits to plug a device in, as another reader',
      },
      {
        linux:
          'VFIO_SET_IOMMU is a request of its own: with group_lock held for writing, the backend is opened and all groups of the container are attached; if one fails, the others are detached and the backend is released.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/group.ts: joinContainer',
        because:
          'The first group brings the backend when it joins, in one step with VFIO_GROUP_SET_CONTAINER. A group that is in a container without backend, several groups that are attached at once, and the way back of their failure do not exist.',
        hides: 'an order',
        test: 'vfio/hot-plug.test.ts: that fails with the first group makes no backend',
      },
      {
        linux:
          'VFIO_SET_IOMMU also holds a mutex for all containers (iommu_drivers_lock). It tries each backend that knows the requested kind, goes on to the next one after an error, and answers the last error.',
        versions: 'v4.19 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/group.ts: joinContainer',
        because:
          'There is one backend for each kind, and no lock for all containers. A backend that is new has no mapping and is known to nobody, so under that mutex nothing waits but allocations.',
        hides: 'nothing',
        test: 'vfio/hot-plug.test.ts: that fails with the first group makes no backend',
      },
      {
        linux: 'A container can be read, written and mapped, if its backend has such operations.',
        versions: 'v4.8 to v4.19; no longer in v6.3',
        verdict: 'not simulated',
        because: 'No backend that we know has them, so each is EINVAL.',
        hides: 'nothing',
      },
      {
        linux:
          'VFIO_CHECK_EXTENSION, VFIO_GET_API_VERSION, VFIO_GROUP_GET_STATUS and VFIO_IOMMU_GET_INFO tell a program what it can do.',
        versions: 'v4.10 to v6.3',
        verdict: 'not simulated',
        because: 'They change nothing, and programs here know the backend.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vfio_fops_open',
    file,
    elsewhere: { 'v6.3.2': ['drivers/vfio/container.c: vfio_fops_open'] },
    read: readFiles,
    behaviours: [
      {
        linux:
          'The container is allocated after the file; if that fails (ENOMEM), the file is freed again.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/container.ts: openContainer',
        test: 'vfio/hot-plug.test.ts: allocates its file first, and frees it if there is no memory for the container',
      },
      {
        linux:
          'The container has one reference, that of its file, and neither a group nor a backend. ENOMEM is the only error.',
        versions: 'v3.6 to v6.3',
        verdict: 'same',
        simulation: 'vfio/container.ts: openContainer',
        test: 'vfio/hot-plug.test.ts: takes a reference on the container for each group',
      },
    ],
  },
  {
    name: 'vfio_fops_release',
    file,
    elsewhere: { 'v6.3.2': ['drivers/vfio/container.c: vfio_fops_release'] },
    read: readFiles,
    behaviours: [
      {
        linux:
          'The file of a container holds one reference on it and each group in it another; the last one frees the container. Closing the file detaches nothing.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/container.ts: releaseContainer',
        test: 'vfio/hot-plug.test.ts: keeps its container and the mappings there when the container is closed',
      },
      {
        linux:
          'Calls of threads that share the file overlap. A close returns at once while another call runs, which keeps the file to its end (fdget).',
        versions: 'v4.10 to v6.3',
        verdict: 'not simulated',
        because:
          'In worlds where threads share files no commands overlap (canOverlap), and a close waits for a lock that Linux does not have (container use).',
        hides: 'an order',
      },
    ],
  },
];
