import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/vfio/vfio_iommu_type1.c';
const read = {
  'linux-4.10': 'v4.12',
  'linux-4.12': 'v4.12',
  'linux-4.18': 'v4.12',
  'linux-6.3': 'v6.5',
} as const;

/** The nodes of pages that drivers have pinned. */
export const pfnListFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_pin_page_external',
    file,
    read,
    behaviours: [
      {
        linux:
          'The page is pinned in the mm of the mapping, then charged; a charge that is refused puts the page again.',
        versions: 'v4.10 to v6.5',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: pinExternal',
        test: 'vfio/pinning.test.ts: over the limit',
      },
      {
        linux: 'ENODEV if the mm of the mapping has ended.',
        versions: 'v4.10 to v6.5',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: pinOneForDriver',
        test: 'vfio/pinning.test.ts: if the mm of the mapping has ended',
      },
      {
        linux: 'A reserved page is not charged, and neither is one of a container with an IOMMU.',
        versions: 'v4.10 to v6.5',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: isCountedByIommu',
        test: 'vfio/pinning.test.ts: and the side that pins decides, as in Linux, the account is wrong',
      },
      {
        linux:
          'A driver may pin in the task of the program, when that uses the device. If it does so from a page fault, or while its device is mapped, the task holds mmap_lock already, and would wait for itself.',
        versions: 'v4.10 to v6.5',
        source: 'our reading of the locks that pin and charge take; nobody reported it',
        verdict: 'not simulated',
        because:
          'A driver pins in a task of its own, without mmap_lock. A driver that pins under that lock is not tried.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'vfio_unpin_page_external',
    file,
    read,
    behaviours: [
      {
        linux:
          'One reference of the node is dropped; the last one puts the page, and credits it unless the container has an IOMMU.',
        versions: 'v4.10 to v6.5',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: unpinVpfn',
        test: 'vfio/pinning.test.ts: is unpinned with the last unpin call',
      },
    ],
  },
  {
    name: 'vfio_add_to_pfn_list',
    file,
    read,
    behaviours: [
      {
        linux:
          'A node with one reference is allocated after the page was pinned and charged. ENOMEM is the only error.',
        versions: 'v4.10 to v6.5',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: addToPfnList',
        test: 'vfio/pinning.test.ts: is charged after the pin and before the node',
      },
    ],
  },
  {
    name: 'vfio_link_pfn',
    file,
    read,
    behaviours: [
      {
        linux:
          'Nodes are in a tree of their mapping, ordered by IOVA; one page at two IOVAs has two nodes.',
        versions: 'v4.10 to v6.5',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: addToPfnList',
        test: 'vfio/pinning.test.ts: has two nodes if it is mapped at two IOVAs, and counts twice',
      },
    ],
  },
  {
    name: 'vfio_remove_from_pfn_list',
    file,
    read,
    behaviours: [
      {
        linux: 'The node is unlinked and freed after its page was put, under iommu->lock.',
        versions: 'v4.10 to v6.5',
        verdict: 'simplified',
        simulation: 'vfio/pinning-external.ts: unpinVpfn',
        because: 'It is freed just before. The lock is held over both, and neither sleeps.',
        hides: 'nothing',
        test: 'vfio/pinning.test.ts: is unpinned with the last unpin call',
      },
    ],
  },
  {
    name: 'vfio_find_pfn',
    file,
    read: {},
    behaviours: [
      {
        linux:
          'It finds a node of the domain of mediated devices by its frame, under whatever IOVA.',
        versions: 'v9',
        source: 'Wankhede, 2016-10-20, in “Re: [PATCH v9 04/12] vfio iommu”',
        verdict: 'simplified',
        simulation: 'vfio/pfn.ts: vpfnOfFrame',
        because: 'Not read: the mail shows how it is called. Findings that need it are inferred.',
        hides: 'nothing',
        test: 'vfio/pinning.test.ts: finds it under another IOVA, so that it counts once and is credited twice',
      },
    ],
  },
  {
    name: '__vfio_pin_page_local',
    file,
    read: {},
    behaviours: [
      {
        linux: 'A page is pinned in the mm of the process that attached the first mediated device.',
        versions: 'v9',
        verdict: 'simplified',
        simulation: 'vfio/pinning-external.ts: pinOneForDriver',
        because: 'Not read: no text of it was found. Findings that need it are inferred.',
        hides: 'nothing',
        test: 'vfio/pinning.test.ts: belonged to the process that plugged the device in, in v9',
      },
    ],
  },
];
