import type { LinuxFunction } from '../../fidelity.ts';
import { readFiles } from './containers.ts';

const file = 'drivers/vfio/vfio.c';

/** Groups: their files, and how they join and leave containers. */
export const groupsFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_group_fops_open',
    file,
    elsewhere: { 'v6.3.2': ['drivers/vfio/group.c: vfio_group_fops_open'] },
    read: readFiles,
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
    read: readFiles,
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
    read: readFiles,
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
    read: readFiles,
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
