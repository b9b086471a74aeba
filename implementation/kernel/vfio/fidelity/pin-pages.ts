import type { LinuxFunction } from '../../fidelity.ts';

const core = 'drivers/vfio/vfio.c';
const type1 = 'drivers/vfio/vfio_iommu_type1.c';
const coreRead = {
  'vfio-mdev-v9': 'v9 (as quoted on 2016-10-20)',
  'linux-4.10': 'v4.10-rc1 (08328e6c0af2)',
  'linux-4.18': 'v4.19',
  'linux-6.3': 'v6.3.2',
} as const;
const type1Read = {
  'linux-4.10': 'v4.11-rc1 (6e84f31522f9)',
  'linux-4.12': 'v4.12',
  'linux-4.18': 'v4.19',
  'linux-6.3': 'v6.3-rc1 (90fdd158a695)',
} as const;

/** Drivers pin pages and unpin them. */
export const pinPagesFidelity: readonly LinuxFunction[] = [
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
  {
    name: 'vfio_iommu_type1_pin_pages',
    file: type1,
    read: type1Read,
    behaviours: [
      {
        linux: 'A container that is not v2 is refused with EACCES, before iommu->lock is taken.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pin-pages.ts: pinThrough',
        test: 'vfio/hot-plug.test.ts: is refused there before it would wait for iommu->lock',
      },
      {
        linux:
          'While a virtual address of the container is invalid, the call gets EBUSY. The first such call since the machine started warns.',
        versions: 'v6.3',
        source: 'ef3a3f6a294b',
        verdict: 'simplified',
        simulation: 'vfio/pin-pages.ts: pinsNow',
        because: 'Each such call warns. One warning is enough to break the law.',
        hides: 'nothing',
        test: 'vfio/vaddr.test.ts: is refused by v6.3 with a warning',
      },
      {
        linux:
          'While an address is invalid, the call waits, but only if one of its own pages is in such a mapping.',
        versions: 'v5.12 to v6.2',
        verdict: 'simplified',
        simulation: 'vfio/vaddr.ts: waitForVaddr',
        because:
          'It waits if any mapping of the container has no address. No release that is simulated has this design.',
        hides: 'nothing',
        test: 'vfio/vaddr.test.ts: so that its driver waits to pin until there is one again',
      },
      {
        linux:
          'Without a mediated device in the container the call is refused with EINVAL, although the device is behind the IOMMU.',
        versions: 'v4.10 to v4.19; gone by v5.5',
        verdict: 'same',
        simulation: 'vfio/pin-pages.ts: pinsNow',
        test: 'vfio/driver.test.ts: could so once only beside a mediated device',
      },
      {
        linux:
          'v9 has its list of pinned pages in the domain of mediated devices. What its pin and unpin do without one is in no part that the mail quotes.',
        versions: 'v9',
        verdict: 'simplified',
        simulation: 'vfio/pin-pages.ts: pinsNow',
        because:
          'They are EINVAL, as in v4.10, whose test of that domain is most likely the one of v9. Findings that need it are inferred.',
        hides: 'nothing',
        test: 'vfio/driver.test.ts: could not before v4.10 either, where the list of pages is in the domain of mediated devices',
      },
      {
        linux: 'If no driver of the container is registered for notifications, the call is EINVAL.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/pin-pages.ts: pinsNow',
        because:
          'The driver that asks must be registered itself. Linux is content with any other one, so a driver that forgot to register could pin what it is never told to unpin.',
        hides: 'a mistake',
        test: 'vfio/driver.test.ts: it can no longer pin: it is not registered for notifications',
      },
      {
        linux:
          'An IOVA that is not mapped is EINVAL, one that is mapped without a right that the driver asks for, here to write, is EPERM.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: pinOneForDriver',
        test: 'vfio/pinning.test.ts: if the device may only read',
      },
      {
        linux:
          'With which size v9 looks for the mapping of a page, and whether it compares rights, is in no part that the mail quotes.',
        versions: 'v9',
        verdict: 'simplified',
        simulation: 'vfio/pinning-external.ts: pinOneForDriver',
        because:
          'It looks with the size of a page, and a mapping that the device may only read is EPERM, as in v4.10. If v9 looked with size 0, as the merge window of v4.10 did, no driver could pin the first page of a mapping; the switch findDmaSize does that.',
        hides: 'a mistake',
        test: 'vfio/pinning.test.ts: could not find the first page of a mapping while it looked with size 0',
      },
      {
        linux:
          'A page that a driver has pinned already gets one more count in its node: its frame is returned, and neither the page table nor the limit is looked at again.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: pinAgain',
        test: 'vfio/pinning.test.ts: but none of that is checked again for a page that a driver has pinned',
      },
      {
        linux: 'Nor is the mm of the mapping, which may have ended meanwhile.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: pinOneForDriver',
        test: 'vfio/pinning.test.ts: nor the address space of its owner',
      },
      {
        linux:
          'The node of the page is allocated last. If that fails, the page is put and credited.',
        versions: 'v5.10 to v6.3',
        source: '2e6cfd496f5b (v5.10)',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: addToPfnList',
        test: 'vfio/pinning.test.ts: and if allocation %i fails, without a remainder',
      },
      {
        linux:
          'If the node cannot be allocated, the page is to be unpinned by a search for that node, which does not exist: it stays pinned and charged.',
        versions: 'v4.10 to v5.9',
        source: '2e6cfd496f5b (v5.10)',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: addToPfnList',
        test: 'vfio/pinning.test.ts: was looked up by that node until v5.9, so it stays pinned and charged',
      },
      {
        linux:
          'The limit is tested before the charge, without mmap_sem, also for a page that is not to be charged; the charge tests nothing.',
        versions: 'v4.10 and v4.11',
        source: '80dbe1fbaf46 (v4.12)',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: isRefusedEarly',
        test: 'vfio/pinning.test.ts: over the limit in v4.10 and v4.11 also for a page that counts already',
      },
      {
        linux: 'The limit is tested only under mmap_lock, with the charge.',
        versions: 'v4.12 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: isRefusedEarly',
        test: 'vfio/pinning.test.ts: where the limit is tested under mmap_lock, and until v4.11 before it is taken',
      },
      {
        linux:
          'The reference on the mm is dropped as soon as the page is pinned and charged; a credit, if the node cannot be allocated, takes a new one, and there is none if the mm has ended.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: pinOneForDriver',
        test: 'vfio/pinning.test.ts: keeps the address space no longer than to its charge, so if its node fails, an mm that ends in between is not credited',
      },
      {
        linux:
          'If a page fails, the pages before it are unpinned again, and the error is returned.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: pinForDriver',
        test: 'vfio/pinning.test.ts: and the pages before are unpinned again',
      },
      {
        linux:
          'A place without struct page (registers of a device) is pinned like reserved memory. From v6.0 on the driver is given a pointer to a struct page that does not exist; since v6.4 it gets EINVAL.',
        versions: 'v4.10 to v6.3',
        source: 'Yan Zhao, “vfio/type1: check pfn valid before converting to struct page” (v6.4)',
        verdict: 'simplified',
        simulation: 'vfio/pinning-external.ts: pinExternal',
        because:
          'A reserved page here has a struct page: reserved memory that a driver has mapped with VM_PFNMAP. So the wrong pointer of v6.0 to v6.3 cannot show.',
        hides: 'a mistake',
        test: 'vfio/pinning.test.ts: is pinned without a reference, and never counts',
      },
      {
        linux:
          'Frames need not be adjacent: until v5.19 the caller names each page, since v6.0 a range of IOVA.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/pinning-external.ts: pinForDriver',
        because: 'The pages of a call are a range in all versions. Each is handled on its own.',
        hides: 'an order',
        test: 'vfio/pinning.test.ts: is pinned, charged and counted on its own, also where the next page of the call lies elsewhere',
      },
      {
        linux:
          'A driver may ask to read only. The page is still looked up with the rights of the mapping.',
        versions: 'v4.10 to v6.3',
        verdict: 'not simulated',
        because:
          'Drivers ask to write. What they could pin in addition is in mappings that the device may only read, of which the IOMMU pins the pages in the same way.',
        hides: 'nothing',
      },
      {
        linux:
          'A page that is pinned while dirty pages are tracked is marked as dirty, and a group that pins no longer makes all pages count as dirty.',
        versions: 'v5.8 to v6.3',
        verdict: 'not simulated',
        because: 'Which pages are dirty is not simulated.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'vfio_iommu_type1_unpin_pages',
    file: type1,
    read: type1Read,
    behaviours: [
      {
        linux:
          'Without a mediated device in the container the call is EINVAL, and nothing is unpinned.',
        versions: 'v4.10 to v4.19; gone by v5.5',
        verdict: 'same',
        simulation: 'vfio/pin-pages.ts: vfioUnpinPages',
        test: 'vfio/driver.test.ts: could then not unpin once the mediated device had left',
      },
      {
        linux:
          'Pages are unpinned one by one until an IOVA is not mapped; a page without a node is passed over and counts as done. The number of pages is returned, EINVAL if it is 0.',
        versions: 'v4.10 to v5.19',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: unpinForDriver',
        test: 'vfio/pinning.test.ts: goes from page to page until one is not mapped; one without a node counts as done',
      },
      {
        linux:
          'Nodes have no owner: a driver can drop the pin of another one in the same container.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: unpinOneForDriver',
        test: 'vfio/pinning.test.ts: drops the pin of another driver of the container as well: a node has no owner',
      },
    ],
  },
];
