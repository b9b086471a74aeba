import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/vfio/vfio.c';
const read = {
  'linux-4.9': 'v4.8',
  'linux-4.10': 'v4.10-rc1 (08328e6c0af2)',
  'linux-4.12': 'v4.10-rc1 (08328e6c0af2)',
  'linux-4.18': 'v4.19',
  'linux-6.3': 'v6.3.2',
} as const;

/** Files of containers, groups and devices. */
export const containersFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_fops_unl_ioctl',
    file,
    elsewhere: { 'v6.3.2': ['drivers/vfio/container.c: vfio_fops_unl_ioctl'] },
    read,
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
    read,
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
    read,
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
  {
    name: 'vfio_group_fops_open',
    file,
    elsewhere: { 'v6.3.2': ['drivers/vfio/group.c: vfio_group_fops_open'] },
    read,
    behaviours: [
      {
        linux:
          'The file is allocated before it is called, so ENOMEM comes before EBUSY; a file that is refused is freed again.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/group.ts: openGroup',
        test: 'vfio/hot-plug.test.ts: without memory for the file of a group, before it is seen to be open elsewhere',
      },
      {
        linux: 'A second open of a group is EBUSY.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/group.ts: openGroup',
        test: 'vfio/hot-plug.test.ts: while another process has the group open',
      },
      {
        linux:
          'A group whose file was closed while its device is still open stays in the container, and cannot be opened: EBUSY.',
        versions: 'v4.10 to v5.19',
        verdict: 'same',
        simulation: 'vfio/group.ts: openGroup',
        test: 'vfio/hot-plug.test.ts: is not opened while it is still in a container, although its file is closed',
      },
    ],
  },
  {
    name: 'vfio_group_set_container',
    file,
    elsewhere: {
      'v6.3.2': [
        'drivers/vfio/group.c: vfio_group_ioctl_set_container',
        'drivers/vfio/container.c: vfio_container_attach_group',
      ],
    },
    read,
    behaviours: [
      {
        linux: 'A group that has users, so that it is in a container, is refused with EINVAL.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/group.ts: setContainer',
        test: 'vfio/hot-plug.test.ts: if its group is in a container already',
      },
      {
        linux:
          'Until v5.18 that test is made before any lock. Two processes that share the group’s file can both pass it, and put the group into two containers. v6.3 makes it under a mutex of the group.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/group.ts: setContainer',
        because:
          'User space plugs and unplugs a device under a lock of its own (hot-plug), so no two processes are in this call with one group.',
        hides: 'a mistake',
        test: 'vfio/hot-plug.test.ts: take a lock of user space, so the second one finds it open',
      },
      {
        linux:
          'The mutex of the group is taken first and held over the whole call, also while the backend maps everything; other calls about the group wait, and then find it in a container.',
        versions: 'v6.3',
        verdict: 'simplified',
        simulation: 'vfio/group.ts: setContainer',
        because:
          'It takes no such mutex. Other programs wait for the lock of user space (hot-plug) instead, which covers more.',
        hides: 'nothing',
        test: 'vfio/hot-plug.test.ts: take a lock of user space, so the second one finds it open',
      },
      {
        linux:
          'A descriptor of another file is EINVAL (v4.8, v4.19) or EBADFD (v6.3); in v6.3 it may be that of an iommufd, which then takes the place of the container.',
        versions: 'v4.8 to v6.3',
        verdict: 'not simulated',
        because:
          'Programs give the descriptor of a container. An iommufd has mappings, pins and an account of its own, of which nothing is simulated.',
        hides: 'a mistake',
      },
      {
        linux:
          'With group_lock held for writing the backend attaches the group, and then the group becomes a member, takes a reference on the container and has one user.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/group.ts: joinContainer',
        test: 'vfio/hot-plug.test.ts: holds group_lock while the backend attaches the group, which only then becomes a member and a reference',
      },
      {
        linux:
          'A group that is in use is EINVAL before the descriptor of the container is looked up (EBADF); in v6.3 the descriptor comes first.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/hot-plug.ts: plugOne',
        because:
          'A program looks for its descriptor of the container before it makes any call. Without one the command is EBADF, in all versions.',
        hides: 'nothing',
        test: 'vfio/hot-plug.test.ts: without a descriptor of the container',
      },
      {
        linux:
          'The IOMMU core lets only one owner have the group’s DMA (iommu_group_claim_dma_owner, EBUSY), and v4.10 to v5.17 look whether all its devices are bound to VFIO drivers (viable).',
        versions: 'v4.10 to v6.3',
        verdict: 'not simulated',
        because: 'A group has one device, which its VFIO driver never leaves.',
        hides: 'an order',
      },
      {
        linux: 'Groups without an IOMMU (noiommu) and others do not mix in a container: EPERM.',
        versions: 'v4.10 to v6.3',
        verdict: 'not simulated',
        because: 'There is no noiommu mode.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vfio_group_unset_container',
    file,
    elsewhere: {
      'v6.3.2': [
        'drivers/vfio/group.c: vfio_group_ioctl_unset_container',
        'drivers/vfio/container.c: vfio_group_detach_container',
      ],
    },
    read,
    behaviours: [
      {
        linux: 'A group without users is EINVAL, one with more users than its own is EBUSY.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/group.ts: unsetByUser',
        test: 'vfio/hot-plug.test.ts: stays while the device is open elsewhere: the process that unplugs it keeps the group, not the device',
      },
      {
        linux:
          'The users go from one to none before group_lock is waited for. Meanwhile another process that shares the file can put the group into a container again, which this call then makes it forget.',
        versions: 'v4.8 to v4.19; v6.3 holds the mutex of the group',
        verdict: 'simplified',
        simulation: 'vfio/group.ts: unsetByUser',
        because:
          'The same steps are made, but user space plugs and unplugs a device under a lock of its own (hot-plug).',
        hides: 'a mistake',
        test: 'vfio/hot-plug.test.ts: take a lock of user space, so the second one finds it open',
      },
      {
        linux:
          'Each process that has the file of the group may ask for it, also one that got the file by fork.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/hot-plug.ts: unplugOne',
        test: 'vfio/hot-plug.test.ts: stays while the device is open elsewhere: the process that unplugs it keeps the group, not the device',
      },
      {
        linux:
          'With group_lock held for writing the backend detaches the group; after the last group it is released, and the container has none. Then the reference on the container is dropped.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/group.ts: unsetContainer',
        test: 'vfio/hot-plug.test.ts: lets the backend detach a group under group_lock, then the group forget its container, and then frees the backend',
      },
    ],
  },
  {
    name: 'vfio_group_fops_release',
    file,
    elsewhere: { 'v6.3.2': ['drivers/vfio/group.c: vfio_group_fops_release'] },
    read,
    behaviours: [
      {
        linux: 'When it is done, the group can be opened again.',
        versions: 'v4.8 to v6.3',
        verdict: 'same',
        simulation: 'vfio/group.ts: releaseGroup',
        test: 'vfio/hot-plug.test.ts: while the last process that had it open is still leaving: it does not wait for that',
      },
      {
        linux:
          'An open device holds a reference on the file of its group, so that file is released after the device, and only its release detaches the group.',
        versions: 'v6.0 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/group.ts: releaseDevice',
        because:
          'The release of the device detaches the group, if the group’s file was closed before. In Linux the delayed fput does it when the same task returns to user mode.',
        hides: 'nothing',
        test: 'vfio/driver.test.ts: that happens before its group leaves the container',
      },
    ],
  },
  {
    name: 'vfio_group_try_dissolve_container',
    file,
    until: 'v5.18',
    read: {
      'linux-4.9': 'v4.8',
      'linux-4.10': 'v4.10-rc1 (08328e6c0af2)',
      'linux-4.18': 'v4.19',
    },
    behaviours: [
      {
        linux:
          'The releases of a group’s file and of its device each drop one user, in any order; the one that drops the last detaches the group.',
        versions: 'v4.10 to v5.18',
        verdict: 'same',
        simulation: 'vfio/group.ts: dissolve',
        test: 'vfio/driver.test.ts: that drops one user of the group, as the close of its file does, and the last one detaches the group',
      },
      {
        linux:
          'A virtual machine in KVM that was told of the group is one more user, until its KVM device is closed: UNSET_CONTAINER is EBUSY, and the close of that device may be what detaches the group (vfio_group_get_external_user).',
        versions: 'v4.8 to v4.19; no longer in v6.3',
        verdict: 'not simulated',
        because: 'There is no KVM.',
        hides: 'an order',
      },
    ],
  },
];
