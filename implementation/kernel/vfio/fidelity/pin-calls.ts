import type { LinuxFunction } from '../../fidelity.ts';

const core = 'drivers/vfio/vfio.c';
const coreRead = {
  'vfio-mdev-v9': 'v9 (as quoted on 2016-10-20)',
  'linux-4.10': 'v4.10-rc1 (08328e6c0af2)',
  'linux-4.18': 'v4.19',
  'linux-6.3': 'v6.3.2',
} as const;

/** The calls of VFIO with which drivers pin pages and unpin them. */
export const pinCallsFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_pin_pages',
    file: core,
    elsewhere: {
      'v6.3.2': [
        'drivers/vfio/vfio_main.c: vfio_pin_pages',
        'drivers/vfio/container.c: vfio_device_container_pin_pages',
      ],
    },
    read: coreRead,
    behaviours: [
      {
        linux:
          'No page is EINVAL, more than VFIO_PIN_PAGES_MAX_ENTRIES is E2BIG, and both come before the backend is called. A negative count is larger than that maximum, which is an unsigned number.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pin-pages.ts: vfioPinPages',
        test: 'vfio/hot-plug.test.ts: checks the number before it calls the backend',
      },
      {
        linux: 'What v9 answers to no page, and to too many, is in no part that the mail quotes.',
        versions: 'v9',
        verdict: 'simplified',
        simulation: 'vfio/pin-pages.ts: vfioPinPages',
        because: 'EINVAL and E2BIG, as in v4.10. A driver that asks for them pins nothing.',
        hides: 'nothing',
        test: 'vfio/hot-plug.test.ts: of %s pages answers %s',
      },
      {
        linux:
          'The call adds a user to the group, and gets EINVAL if it has none; the group cannot leave its container until the call has ended.',
        versions: 'v4.10 to v4.19',
        verdict: 'same',
        simulation: 'vfio/pin-pages.ts: vfioPinPages',
        test: 'vfio/hot-plug.test.ts: counts as a user of the group meanwhile, so the group cannot be detached',
      },
      {
        linux:
          'No user is counted: an open device keeps its container. A device that is not open is refused with EINVAL and two warnings, before the maximum is tested.',
        versions: 'v6.3',
        verdict: 'simplified',
        simulation: 'vfio/pin-pages.ts: vfioPinPages',
        because:
          'The user is counted in all versions. A driver that is still pinning when its close returns would use a container that is gone; here detach answers EBUSY instead.',
        hides: 'a mistake',
        test: 'vfio/hot-plug.test.ts: counts as a user of the group meanwhile, so the group cannot be detached',
      },
      {
        linux:
          'A backend without this operation is ENOTTY. In v9 the result is 0, what the variable held before.',
        versions: 'v4.10 to v6.3; v9',
        verdict: 'same',
        simulation: 'vfio/pin-pages.ts: pinThrough',
        test: 'vfio/hot-plug.test.ts: checks the number before it calls the backend',
      },
      {
        linux:
          'Whether the backend has the operation is asked before it could say that it is not v2.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pin-pages.ts: pinThrough',
        test: 'vfio/hot-plug.test.ts: checks the number before it calls the backend',
      },
      {
        linux:
          'group_lock is held for reading while the backend pins. A task that unmaps holds it already, for its ioctl.',
        versions: 'v4.10 to v4.12',
        source: '7f56c30bd0a2 (v4.13) removed it',
        verdict: 'same',
        simulation: 'vfio/pin-pages.ts: readGroups',
        test: 'vfio/group-lock.test.ts: keeps a device from being plugged in while the backend pins',
      },
      {
        linux: 'In v9 the call holds group_lock for reading too; no callback runs under that lock.',
        versions: 'v9',
        source: 'the diff in the mail of 2016-10-20',
        verdict: 'simplified',
        simulation: 'vfio/pin-pages.ts: readGroups',
        because:
          'Pin takes no group_lock in v9. It would only wait for a device that is being attached: no driver is notified, so the lock is never taken twice, and iommu->lock orders the rest.',
        hides: 'nothing',
        test: 'vfio/group-lock.test.ts: is none since v4.13, when unpin no longer takes it',
      },
      {
        linux:
          'Only drivers of emulated (mediated) devices may call it, says its comment; nothing checks this.',
        versions: 'v6.3',
        verdict: 'simplified',
        simulation: 'vfio/driver.ts: driverPins',
        because:
          'The world vfio-pinning has a driver behind the IOMMU that pins in all versions. What it finds on v6.3 needs a driver that ignores that comment.',
        hides: 'nothing',
        test: 'vfio/driver.test.ts: can also pin for a device behind the IOMMU',
      },
    ],
  },
  {
    name: 'vfio_unpin_pages',
    file: core,
    elsewhere: {
      'v6.3.2': [
        'drivers/vfio/vfio_main.c: vfio_unpin_pages',
        'drivers/vfio/container.c: vfio_device_container_unpin_pages',
      ],
    },
    read: {
      'linux-4.10': 'v4.10-rc1 (08328e6c0af2)',
      'linux-4.18': 'v4.19',
      'linux-6.3': 'v6.3.2',
    },
    behaviours: [
      {
        linux:
          'It takes group_lock for reading like pin. From within an unmap that notifies, this is the second time in one task: a writer that waits in between is a deadlock.',
        versions: 'v4.10 to v4.12',
        source: '7f56c30bd0a2 (v4.13)',
        verdict: 'same',
        simulation: 'vfio/pin-pages.ts: vfioUnpinPages',
        test: 'vfio/group-lock.test.ts: is a deadlock if a writer waits in between',
      },
      {
        linux:
          'The inner down_read of a task that reads already does not end the outer one: the ioctl holds group_lock to its end.',
        versions: 'v4.10 to v4.12',
        verdict: 'same',
        simulation: 'vfio/pin-pages.ts: readGroups',
        test: 'vfio/group-lock.test.ts: is taken a second time by an unmap that notifies, and is still held afterwards',
      },
      {
        linux:
          'Arguments are checked, a user of the group is counted meanwhile (until v5.18), and an open device is required (v6.3).',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/pin-pages.ts: vfioUnpinPages',
        because:
          'Only a group without users is refused. A driver unpins what it has recorded, one page at a time, while its device is open, so none of the other checks can fail.',
        hides: 'nothing',
        test: 'vfio/driver.test.ts: records the number of its pins of each page',
      },
      {
        linux: 'It returns nothing. An IOVA that is not mapped ends it early, with a warning.',
        versions: 'v6.0 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/pin-pages.ts: vfioUnpinPages',
        because:
          'It returns EINVAL in all versions and never warns. A driver that unpins what is not mapped would be noticed in Linux.',
        hides: 'a mistake',
        test: 'vfio/driver.test.ts: could then not unpin once the mediated device had left',
      },
    ],
  },
];
