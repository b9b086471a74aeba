import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/vfio/vfio_iommu_type1.c';
const read = {
  'vfio-mdev-v9': 'v9 (as quoted on 2016-10-20)',
  'linux-4.10': 'v4.11-rc1 (6e84f31522f9)',
  'linux-4.12': 'v4.12',
  'linux-4.18': 'v4.19',
  'linux-6.3': 'v6.3-rc1 (90fdd158a695)',
} as const;
const only63 = { 'linux-6.3': 'v6.3-rc1 (90fdd158a695)' } as const;

/** Groups join and leave the backend; dirty pages are tracked. */
export const backendFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_iommu_type1_attach_group',
    file,
    read: { 'linux-4.9': 'v4.8', ...read },
    behaviours: [
      {
        linux:
          'While a virtual address is invalid, no group is attached: EBUSY, before any other check.',
        versions: 'v6.3',
        source: 'ef3a3f6a294b',
        verdict: 'same',
        simulation: 'vfio/groups.ts: attachLocked',
        test: 'vfio/hot-plug.test.ts: while a virtual address is handed over',
      },
      {
        linux:
          'A group that is in a domain of the container, or among its mediated devices, is refused with EINVAL.',
        versions: 'v9, v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/groups.ts: attachLocked',
        test: 'vfio/switches.test.ts: matters only to the backend, whose callers check first: %s',
      },
      {
        linux:
          'Group and domain are allocated, ENOMEM; in v6.3 a mediated device needs no domain. A domain that the IOMMU driver cannot make is EIO.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/groups.ts: attachLocked',
        because:
          'Both are allocated in all versions, and ENOMEM is the only error. Each exit gives back what the call has made.',
        hides: 'nothing',
        test: 'vfio/hot-plug.test.ts: leaks nothing if allocation %i fails',
      },
      {
        linux:
          'The first mediated device brings the domain of such devices, the next ones join it. v9 adds them to the list of the domain that it has just freed.',
        versions: 'v9 to v5.15',
        verdict: 'same',
        simulation: 'vfio/groups.ts: attachMediated',
        test: 'vfio/driver.test.ts: joins the domain of the first, or in v9 one that was freed',
      },
      {
        linux:
          'Mappings that are there already are neither pinned nor charged for a mediated device.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/groups.ts: attachMediated',
        test: 'vfio/hot-plug.test.ts: pins and charges nothing for a mediated device',
      },
      {
        linux:
          'A group behind the IOMMU joins the first domain with the same operations and flags; only if there is none, its own domain stays, and all mappings are made in it.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/groups.ts: attachLocked',
        because:
          'All groups behind the IOMMU share one domain, and it always fits. A second domain, in which mappings are made from the first one’s without another pin, and the exits of a group that fits none do not exist.',
        hides: 'a mistake',
        test: 'vfio/replay.test.ts: is made for the first IOMMU alone',
      },
      {
        linux:
          'If the mappings cannot be made in the new domain, the group is detached again, domain and group are freed, and the error is returned.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/groups.ts: attachLocked',
        test: 'vfio/hot-plug.test.ts: that fails closes the group that it has opened, and leaves a container as it was',
      },
      {
        linux:
          'If the IOMMU needs a place for interrupt messages (ARM), that is allocated after the mappings were made. If it fails, group and domain go, but the mappings are not undone: their pages stay pinned and charged, and count as mapped by an IOMMU.',
        versions: 'v4.19 to v6.3',
        verdict: 'not simulated',
        because: 'There are no interrupts, so nothing can fail after the replay.',
        hides: 'a mistake',
      },
      {
        linux:
          'The reserved regions of the group are read, and the list of valid IOVA ranges is copied and narrowed: ENOMEM. A group that leaves widens it again; without memory it stays as it was.',
        versions: 'v6.3',
        verdict: 'not simulated',
        because: 'Any IOVA is valid. Each of these exits undoes what the call has done.',
        hides: 'nothing',
      },
      {
        linux:
          'The group is refused if the IOMMU cannot reach the mappings (aperture, reserved regions: EINVAL) or remap interrupts (EPERM).',
        versions: 'v4.10 to v6.3',
        verdict: 'not simulated',
        because: 'Any IOMMU reaches everything, and there are no interrupts.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vfio_iommu_type1_detach_group',
    file,
    read: { 'linux-4.9': 'v4.8', ...read },
    behaviours: [
      {
        linux:
          'The last mediated device leaves, and no device is behind the IOMMU: all mappings are removed. If there is one, they stay.',
        versions: 'v9, v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/groups.ts: leaveMediated',
        test: 'vfio/hot-plug.test.ts: mappings stay if there is an IOMMU',
      },
      {
        linux:
          'The last device behind the IOMMU leaves, and a mediated one stays: the mappings stay without translation, and the account follows the drivers’ pins. Without a mediated one all mappings are removed.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/groups.ts: leaveIommu',
        test: 'vfio/hot-plug.test.ts: only what drivers have pinned stays charged; without a mediated device no mapping stays',
      },
      {
        linux:
          'v9 unpins what drivers have left, one reference after the other, without accounting, when the last mediated device leaves.',
        versions: 'v9',
        verdict: 'same',
        simulation: 'vfio/groups.ts: unpinAll',
        test: 'vfio/driver.test.ts: v9 left the pins to the core, which unpinned them with the last mediated device',
      },
      {
        linux:
          'When the last device leaves whose removal ends all mappings, the kernel warns if a device is still in the list of devices to notify.',
        versions: 'v6.0 to v6.3',
        verdict: 'not simulated',
        because:
          'A group leaves after its device is closed, and closing takes the device off the list.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vfio_unpin_pfn',
    file,
    read: { 'vfio-mdev-v9': 'v9 (as quoted on 2016-10-20)' },
    behaviours: [
      {
        linux:
          'Each unpin drops one reference of the page and one of its node, which is removed with the last one.',
        versions: 'v9',
        verdict: 'same',
        simulation: 'vfio/pinning-external.ts: unpinVpfn',
        test: 'vfio/pinning.test.ts: has as many references, and each unpin drops one of the page and one of the node',
      },
      {
        linux:
          'What a second pin of a page charges, and what a driver’s unpin credits, is in no part of the patch that the mail quotes.',
        versions: 'v9',
        verdict: 'simplified',
        simulation: 'vfio/pinning-external.ts: pinAgain',
        because:
          'Every reference is charged and credited on its own, if no device is behind the IOMMU. Findings that need this are inferred.',
        hides: 'nothing',
        test: 'vfio/pinning.test.ts: counts as often as it is pinned',
      },
    ],
  },
  {
    name: 'vfio_sanity_check_pfn_list',
    file,
    read: { 'linux-4.10': 'v4.11-rc1 (6e84f31522f9)', 'linux-4.12': 'v4.12' },
    behaviours: [
      {
        linux:
          'When the last mediated device leaves, the kernel warns once if a mapping has pages pinned, whichever driver pinned them.',
        versions: 'v4.10 to v5.11',
        source: '4a19f37a3dd3 (v5.12)',
        verdict: 'same',
        simulation: 'vfio/groups.ts: leaveMediated',
        test: 'vfio/driver.test.ts: v4.10 checked for pins of any driver, at the last mediated device',
      },
      {
        linux: 'It looks only at the mappings of this container.',
        versions: 'v4.10 to v5.11',
        verdict: 'same',
        simulation: 'vfio/groups.ts: isIn',
        test: 'vfio/driver.test.ts: v4.10 did not look for pins in another container',
      },
      {
        linux: 'It also warns if a notifier is still registered.',
        versions: 'v4.10 to v5.11',
        verdict: 'not simulated',
        because: 'Every driver unregisters when its device is closed, before its group can leave.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'vfio_iommu_type1_dirty_pages',
    file,
    read: only63,
    behaviours: [
      {
        linux:
          'A container that is not v2 is EACCES; starting twice, and stopping what does not run, succeed.',
        versions: 'v5.8 to v6.3',
        verdict: 'same',
        simulation: 'vfio/dirty.ts: trackDirty',
        test: 'vfio/dirty.test.ts: takes them all when it stops, and can stop before it starts',
      },
      {
        linux:
          'After a start that failed nothing is tracked, so a stop frees none of the bitmaps that were left.',
        versions: 'v5.8 to v6.3',
        verdict: 'same',
        simulation: 'vfio/dirty.ts: stopDirty',
        test: 'vfio/dirty.test.ts: left them until the next start, which lost them, in v5.8',
      },
      {
        linux:
          'Starting allocates a bitmap for each mapping. If one fails, a second loop should free the earlier ones, but frees the bitmap of the failing mapping each time.',
        versions: 'v5.8 to v6.3',
        source: 'Li RongQing, 2025-05-21',
        verdict: 'same',
        simulation: 'vfio/dirty.ts: startDirty',
        test: 'vfio/dirty.test.ts: left them until the next start, which lost them, in v5.8',
      },
      {
        linux:
          'While pages are tracked, a new mapping gets its bitmap after it was pinned; if that fails, the whole mapping is removed.',
        versions: 'v5.8 to v6.3',
        verdict: 'same',
        simulation: 'vfio/map.ts: mapLocked',
        test: 'vfio/dirty.test.ts: makes map fail if a bitmap cannot be allocated, and map undoes its work',
      },
      {
        linux:
          'A mapping with more pages than a bitmap may have bits (DIRTY_BITMAP_PAGES_MAX) is EINVAL, when it is made while pages are tracked, and at a start.',
        versions: 'v5.8 to v6.3',
        verdict: 'not simulated',
        because:
          'A mapping has one or two pages. What the error undoes, and forgets to undo, is the same as for ENOMEM.',
        hides: 'nothing',
      },
      {
        linux: 'No flag, an unknown flag and two flags at once are EINVAL.',
        versions: 'v5.8 to v6.3',
        verdict: 'not simulated',
        because: 'A program asks for a start or a stop.',
        hides: 'nothing',
      },
      {
        linux:
          'VFIO_IOMMU_DIRTY_PAGES_FLAG_GET_BITMAP copies and clears the bits of a range. What counts as dirty depends on which groups pin through drivers.',
        versions: 'v5.8 to v6.3',
        verdict: 'not simulated',
        because: 'The bits are not simulated, only the life of the bitmaps.',
        hides: 'a mistake',
      },
    ],
  },
];
