import type { LinuxFunction } from '../../fidelity.ts';

const type1 = 'drivers/vfio/vfio_iommu_type1.c';
const type1Read = {
  'linux-4.10': 'v4.11-rc1 (6e84f31522f9)',
  'linux-4.12': 'v4.12',
  'linux-4.18': 'v4.19',
  'linux-6.3': 'v6.3-rc1 (90fdd158a695)',
} as const;

/** The backend pins pages for drivers and unpins them. */
export const pinPagesFidelity: readonly LinuxFunction[] = [
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
