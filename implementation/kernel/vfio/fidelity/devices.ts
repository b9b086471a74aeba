import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/vfio/vfio.c';
const read = {
  'linux-4.9': 'v4.8',
  'linux-4.10': 'v4.10-rc1 (08328e6c0af2)',
  'linux-4.18': 'v4.19',
  'linux-6.3': 'v6.3.2',
} as const;

/** Devices are opened and closed, and their drivers come and go. */
export const devicesFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_group_get_device_fd',
    file,
    elsewhere: { 'v6.3.2': ['drivers/vfio/group.c: vfio_group_ioctl_get_device_fd'] },
    read,
    behaviours: [
      {
        linux: 'A group without container or backend is refused with EINVAL.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/group.ts: getDeviceFd',
        test: 'vfio/hot-plug.test.ts: gives no file of its device before it is in a container',
      },
      {
        linux:
          'It is a call of its own, as are the open of the group, SET_CONTAINER, UNSET_CONTAINER and each close: any other command may come between two of them.',
        versions: 'v4.8 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/hot-plug.ts: plugInto',
        because:
          'attach and detach make all calls of a device. Another command comes in between only before a lock that a call takes. What it then meets, a group in a container whose device is closed, is met after an exec as well.',
        hides: 'an order',
        test: 'vfio/hot-plug.test.ts: closes only the device if they are not: its driver unpins, the mapping stays',
      },
      {
        linux:
          'A name that is not that of a device of the group, or whose driver is leaving, is ENODEV.',
        versions: 'v4.8 to v6.3',
        verdict: 'not simulated',
        because: 'A group has one device, whose driver never leaves.',
        hides: 'nothing',
      },
      {
        linux:
          'The driver opens the device, then the file is made; if that fails, the driver closes the device.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/group.ts: getDeviceFd',
        because:
          'The file is made first, so a failure needs no way back. Nothing can be pinned in between.',
        hides: 'nothing',
        test: 'vfio/hot-plug.test.ts: leaks nothing if allocation %i fails',
      },
      {
        linux:
          'The descriptor is close-on-exec, so exec closes the device, whatever the flags of the other files.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/group.ts: vfioDeviceFops',
        test: 'vfio/hot-plug.test.ts: closes only the device if they are not: its driver unpins, the mapping stays',
      },
      {
        linux:
          'A device can be opened more than once; its driver is opened with the first file and closed with the last one.',
        versions: 'v6.0 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/hot-plug.ts: plugInto',
        because: 'A process opens the device of a group once. fork shares its file.',
        hides: 'an order',
        test: 'vfio/driver.test.ts: and not before',
      },
      {
        linux:
          'The device of a group behind the IOMMU is opened like any other, and is one more user: until each process has closed it, VFIO_GROUP_UNSET_CONTAINER is EBUSY, and the group stays.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/hot-plug.ts: plugInto',
        because:
          'Only a device whose driver pins is opened. One that the program drives itself just joins with its group, as before a program opens it, so its group leaves at once. A mapping that outlives a detach because such a device is still open elsewhere is tried with the other devices.',
        hides: 'an order',
        test: 'vfio/hot-plug.test.ts: opens the device of a driver that pins, which is one more user of the group',
      },
      {
        linux:
          'No lock is held, and the user is counted only after the driver has opened the device. A process that shares the group’s file can take the group out of its container in between, and an open device without container is left.',
        versions: 'v4.10 to v4.19',
        verdict: 'simplified',
        simulation: 'vfio/group.ts: getDeviceFd',
        because:
          'The user is counted before the driver opens, and the lock of user space (hot-plug) keeps other processes out.',
        hides: 'a mistake',
        test: 'vfio/hot-plug.test.ts: opens the device of a driver that pins, which is one more user of the group',
      },
    ],
  },
  {
    name: 'vfio_iommu_type1_register_device',
    file: 'drivers/vfio/vfio_iommu_type1.c',
    since: 'v6.0',
    read: { 'linux-6.3': 'v6.3-rc1 (90fdd158a695)' },
    behaviours: [
      {
        linux:
          'Before the driver opens its device, the core adds the device to the list of devices to notify of unmaps, under iommu->lock and device_list_lock.',
        versions: 'v6.0 to v6.3',
        verdict: 'same',
        simulation: 'vfio/driver.ts: openDriver',
        test: 'vfio/notify.test.ts: lets a device be opened only after they have been told: iommu->lock is held meanwhile',
      },
    ],
  },
  {
    name: 'vfio_iommu_type1_unregister_device',
    file: 'drivers/vfio/vfio_iommu_type1.c',
    since: 'v6.0',
    read: { 'linux-6.3': 'v6.3-rc1 (90fdd158a695)' },
    behaviours: [
      {
        linux:
          'After the driver has closed its device, the core takes it off the list, under both locks again: a close waits for an unmap that is telling the drivers, with iommu->lock held, which their unpin needs.',
        versions: 'v6.0 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/driver.ts: closeDriver',
        because:
          'The device counts as closed when its driver has unpinned everything, and both locks are taken and dropped just after. In between it is not told of unmaps, of which it would have nothing to unpin.',
        hides: 'nothing',
        test: 'vfio/notify.test.ts: closes a device under both locks too, after its driver has unpinned',
      },
    ],
  },
  {
    name: 'vfio_register_notifier',
    file,
    until: 'v5.19',
    read: { 'linux-4.10': 'v4.10-rc1 (08328e6c0af2)', 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux:
          'The driver itself registers and unregisters, usually while it opens and closes its device, with a counted user of the group (and under group_lock until v4.12).',
        versions: 'v4.10 to v5.19',
        verdict: 'simplified',
        simulation: 'vfio/driver.ts: openDriver',
        because:
          'Every driver is registered exactly while its device is open, and without a lock or a user: it does not wait for a group that joins meanwhile. One that forgets to unregister would be told after it has gone; Linux warns of this when the last mediated device leaves, and the simulation has no such driver.',
        hides: 'a mistake',
        test: 'vfio/driver.test.ts: its driver unpins everything and gets no more notifications',
      },
    ],
  },
  {
    name: 'vfio_device_group_close',
    file: 'drivers/vfio/group.c',
    since: 'v6.2',
    read: { 'linux-6.3': 'v6.3.2' },
    behaviours: [
      {
        linux:
          'The driver opens and closes its device under a mutex of the group and one of its device set, so UNSET_CONTAINER waits until the close has ended.',
        versions: 'v6.3',
        verdict: 'simplified',
        simulation: 'vfio/group.ts: unsetByUser',
        because:
          'A close holds no lock of the group: UNSET_CONTAINER answers EBUSY meanwhile, as it did until v4.19. Both answers are admitted.',
        hides: 'an order',
        test: 'vfio/hot-plug.test.ts: stays while the device is open elsewhere: the process that unplugs it keeps the group, not the device',
      },
      {
        linux:
          'Open and release of the group’s file, SET_CONTAINER and UNSET_CONTAINER hold that mutex too. An open that comes while the last file of the group is released waits until the group has left its container, and succeeds.',
        versions: 'v6.3',
        verdict: 'simplified',
        simulation: 'vfio/group.ts: openGroup',
        because:
          'There is no such mutex. The open is EBUSY until the release has ended, as it was until v4.19. Both answers are admitted.',
        hides: 'an order',
        test: 'vfio/hot-plug.test.ts: while the last process that had it open is still leaving: it does not wait for that',
      },
    ],
  },
  {
    name: 'vfio_del_group_dev',
    file,
    elsewhere: { 'v6.3.2': ['drivers/vfio/vfio_main.c: vfio_unregister_group_dev'] },
    read: { 'linux-4.9': 'v4.8', 'linux-4.18': 'v4.19', 'linux-6.3': 'v6.3.2' },
    behaviours: [
      {
        linux:
          'A driver that is unbound from its device asks user space to close it, and waits until the last file of the device is closed.',
        versions: 'v4.8 to v6.3',
        verdict: 'not simulated',
        because:
          'A driver of VFIO never leaves its device; programs unplug devices by closing them.',
        hides: 'an order',
      },
      {
        linux:
          'After the last device of its group it also waits until the group has left its container.',
        versions: 'v4.19; not in v4.8 and v6.3',
        verdict: 'not simulated',
        because: 'No driver leaves.',
        hides: 'an order',
      },
      {
        linux:
          'It does not wait for the group: vfio_device_remove_group takes the group out of its container itself, although programs still have its file.',
        versions: 'v6.3',
        verdict: 'not simulated',
        because:
          'A group leaves its container only by a call or the exit of a program that has its file.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'vfio_device_first_open',
    file: 'drivers/vfio/vfio_main.c',
    read: { 'linux-6.3': 'v6.3.2' },
    behaviours: [
      {
        linux:
          'If the driver cannot open its device, the device leaves the list of devices to notify, and the container loses its user.',
        versions: 'v6.3',
        verdict: 'not simulated',
        because: 'A driver always opens its device; only the file can be refused.',
        hides: 'a mistake',
      },
      {
        linux:
          'The module of the driver gets a reference first (ENODEV), and the KVM of the group, if there is one, before that.',
        versions: 'v6.3',
        verdict: 'not simulated',
        because: 'There are neither modules nor KVM.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vfio_device_fops_mmap',
    file,
    read: { 'linux-4.9': 'v4.8', 'linux-4.18': 'v4.19' },
    behaviours: [
      {
        linux:
          'A program maps, reads and writes regions of the device. Such a mapping holds the device’s file as any mapping does, so the device stays open, and its group in the container, after the descriptor is closed.',
        versions: 'v4.8 to v6.3',
        verdict: 'not simulated',
        because:
          'A device is closed with its last descriptor. One that stays open after a process has closed it is tried by fork.',
        hides: 'an order',
      },
    ],
  },
];
