import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/vfio/vfio_iommu_type1.c';
const read = {
  'linux-4.10': 'v4.11-rc1 (6e84f31522f9)',
  'linux-4.12': 'v4.12',
  'linux-4.18': 'v4.19',
  'linux-6.3': 'v6.3-rc1 (90fdd158a695)',
} as const;

/** A range is unmapped, and the drivers that have its pages pinned are notified. */
export const unmapFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_dma_do_unmap',
    file,
    read,
    behaviours: [
      {
        linux:
          'The arguments are checked before anything else: until v4.19 before iommu->lock is taken for the work, but after vfio_pgsize_bitmap took and dropped it; in v6.3 under it.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/unmap.ts: doUnmap',
        because:
          'They are checked without the lock, and it is not taken for that. A refused unmap never waits, and never uses a backend that was freed.',
        hides: 'an order',
        test: 'vfio/unmap.test.ts: of no page, or over the end, is refused',
      },
      {
        linux: 'An empty range is refused.',
        versions: 'v4.8 to v6.18, but for VFIO_DMA_UNMAP_FLAG_ALL',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: isRefused',
        test: 'vfio/unmap.test.ts: of no page, or over the end, is refused',
      },
      {
        linux:
          'A range that wraps is not refused; nothing is found in it, and unmap answers 0 bytes.',
        versions: 'v4.8 to v4.17',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: isRefused',
        test: 'vfio/unmap.test.ts: is not beyond the end: there unmap found nothing while it did not ask (until v4.17)',
      },
      {
        linux:
          'Unmap refuses a range whose exclusive end wraps. That includes a range up to the last page, which map accepts.',
        versions: 'v4.18',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: isRefused',
        test: 'vfio/unmap.test.ts: was refused by unmap in v4.18, which tested the exclusive end',
      },
      {
        linux: 'A range is refused if its last address wraps, as in map.',
        versions: 'v6.3',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: isRefused',
        test: 'vfio/unmap.test.ts: is unmapped like any other',
      },
      {
        linux:
          'In a v2 container a range that begins inside a mapping, or ends inside one, is refused with EINVAL, and nothing is removed.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: bisects',
        test: 'vfio/unmap.test.ts: is also refused by v2 if the range begins before it or ends after it',
      },
      {
        linux:
          'That comes first: a range that begins inside a mapping and wraps is EINVAL too, and does not find nothing.',
        versions: 'v4.8 to v4.17',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: unmapLocked',
        test: 'vfio/unmap.test.ts: is refused by v2 also if it wraps, while unmap did not ask about that (until v4.17)',
      },
      {
        linux:
          'The mapping at the end of the range is looked up with size 0 at the last byte. That byte is never the first one of a mapping, so the lookup misses none.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: bisects',
        test: 'vfio/unmap.test.ts: is refused by v2, at its beginning and at its end',
      },
      {
        linux:
          'In a v1 container a range that covers the first page of a mapping removes the whole mapping, and the whole size is reported.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: unmapLocked',
        test: 'vfio/unmap.test.ts: takes the whole mapping in v1 if the range begins where it does',
      },
      {
        linux:
          'In a v1 container a mapping that begins before the range ends the call with success and what was removed so far, also if other mappings follow in the range. In v6.3 it is found first, so nothing was; until v4.19 it is found in the order of the tree, so others of the range may be gone.',
        versions: 'v4.8 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/unmap.ts: unmapLocked',
        because: 'It is found first in all versions. What older ones may answer is admitted too.',
        hides: 'an order',
        test: 'vfio/unmap.test.ts: does nothing in v1 if the range begins inside',
      },
      {
        linux:
          'A mapping whose task has another mm than the caller now ends the call with success and what was removed so far.',
        versions: 'v4.10 to v5.19',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: isOfCaller',
        test: 'vfio/unmap.test.ts: stopped at a mapping of another mm before ($name)',
      },
      {
        linux:
          'A task that has exited has no mm, so nobody can unmap what it mapped: the call succeeds with 0 bytes until the container goes.',
        versions: 'v4.10 to v5.19',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: isOfCaller',
        test: 'vfio/unmap.test.ts: was impossible for everybody once the task that mapped had exited ($name)',
      },
      {
        linux:
          'Every process that has the file of the container may unmap, whichever mm was charged for the mapping.',
        versions: 'v6.0 to v6.3',
        source: 'ffed0518d871',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: unmapLocked',
        test: 'vfio/unmap.test.ts: is allowed to every process that has the container (v6.0), whichever process mapped',
      },
      {
        linux:
          'Mappings are removed one by one; an error at a later one does not bring the earlier ones back.',
        versions: 'v4.8 to v6.3',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: unmapLocked',
        test: 'vfio/notify.test.ts: does not keep other mappings of the range: the earlier ones are already removed',
      },
      {
        linux:
          'Drivers are notified if the list of pages that drivers have pinned in this mapping is not empty, whichever driver pinned them, and not otherwise.',
        versions: 'v4.10 to v6.3',
        source: 'c086de818dd8',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: unmapLocked',
        test: 'vfio/notify.test.ts: is skipped if no driver has pages pinned',
      },
      {
        linux:
          'After the drivers were told, the checks and the search begin again, because iommu->lock was dropped.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: unmapLocked',
        test: 'vfio/notify.test.ts: finds no mapping if another task was faster',
      },
      {
        linux:
          'If another task has meanwhile mapped across an end of the range, the repeated check ends the call: with EINVAL until v4.19; in v6.3 with success, because the result was already set to 0, and with the size that was removed before.',
        versions: 'v4.10 to v6.3',
        verdict: 'simplified',
        simulation: 'vfio/unmap.ts: unmapLocked',
        because:
          'The call always answers EINVAL. Both answers fit an order of the overlapping calls: the unmap before the new mapping, or after it.',
        hides: 'nothing',
        test: 'vfio/notify.test.ts: refuses a mapping that was made across the end of the range meanwhile',
      },
      {
        linux:
          'If the same mapping still has pinned pages after the drivers were told, a counter is incremented. More than ten times is a BUG_ON, and the caller dies with iommu->lock held.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: stuck',
        test: 'vfio/notify.test.ts: stops the machine in Linux, with BUG_ON',
      },
      {
        linux: 'Another mapping sets that counter back to 0.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/unmap.ts: unmapLocked',
        test: 'vfio/notify.test.ts: has as many chances for each mapping',
      },
      {
        linux:
          'The size that was removed is written back to the program; if that fails, the answer is EFAULT, although everything is unmapped.',
        versions: 'v4.10 to v6.3',
        verdict: 'not simulated',
        because: 'The arguments of a call can always be read and written.',
        hides: 'nothing',
      },
      {
        linux: 'VFIO_DMA_UNMAP_FLAG_ALL removes all mappings, without the check of the two ends.',
        versions: 'v5.12 to v6.3',
        verdict: 'not simulated',
        because: 'No command asks for it. It runs the same loop over the same mappings.',
        hides: 'an order',
      },
      {
        linux:
          'VFIO_DMA_UNMAP_FLAG_GET_DIRTY_BITMAP copies the bitmap of each mapping to user space before the mapping is removed.',
        versions: 'v5.8 to v6.3',
        verdict: 'not simulated',
        because:
          'Which pages are dirty is not simulated, only that bitmaps are allocated and freed.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'vfio_notify_dma_unmap',
    file,
    elsewhere: {
      'v4.11-rc1 (6e84f31522f9)': ['drivers/vfio/vfio_iommu_type1.c: vfio_dma_do_unmap'],
      'v4.12': ['drivers/vfio/vfio_iommu_type1.c: vfio_dma_do_unmap'],
      'v4.19': ['drivers/vfio/vfio_iommu_type1.c: vfio_dma_do_unmap'],
    },
    read,
    behaviours: [
      {
        linux:
          'iommu->lock is dropped while the drivers are notified, because their unpin takes it, and taken again afterwards.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/notify.ts: tellDrivers',
        test: 'vfio/notify.test.ts: drops iommu->lock, because unpin takes it',
      },
      {
        linux:
          'The drivers of all open devices of the container are notified, even those that pinned nothing there.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/notify.ts: listeners',
        test: 'vfio/notify.test.ts: notifies also a driver that has pinned nothing of the mapping',
      },
      {
        linux:
          'They are notified in the order of their list: until v5.19 the one that registered first is first, since v6.0 the one whose device was opened last.',
        versions: 'v4.10 to v6.3',
        source:
          'notifier_chain_register in kernel/notifier.c; list_add in vfio_iommu_type1_register_device',
        verdict: 'same',
        simulation: 'vfio/notify.ts: listeners',
        test: 'vfio/notify.test.ts: notifies the one that registered first, then the next, until v5.19, and the newest one first since v6.0 (%s)',
      },
      {
        linux:
          'A driver that answers NOTIFY_BAD, because it keeps its pages, ends the chain: the drivers behind it are not notified, in no round. Unmap does not read the answer.',
        versions: 'v4.10 to v5.19',
        source:
          'notifier_call_chain in kernel/notifier.c; vfio_ccw_mdev_notifier (v4.12 to v5.19), the only driver found that answers it',
        verdict: 'same',
        simulation: 'vfio/notify.ts: tellDrivers',
        test: 'vfio/notify.test.ts: does not keep the others from being notified, but ended a chain of notifiers (%s)',
      },
      {
        linux: 'No driver of another container is notified.',
        versions: 'v4.10 to v6.3',
        verdict: 'same',
        simulation: 'vfio/notify.ts: listeners',
        test: 'vfio/notify.test.ts: notifies no driver of another container',
      },
      {
        linux:
          'The drivers get the range of the mapping, as it was copied to the stack under iommu->lock.',
        versions: 'v4.10 to v5.19',
        verdict: 'same',
        simulation: 'vfio/notify.ts: tellDrivers',
        test: 'vfio/notify.test.ts: tells them a range that was copied under the lock, whatever becomes of the mapping',
      },
      {
        linux:
          'The range is read from the mapping for each driver, after iommu->lock was dropped; another unmap may have freed the mapping.',
        versions: 'v6.0 to v6.3',
        verdict: 'same',
        simulation: 'vfio/notify.ts: tellDrivers',
        test: 'vfio/notify.test.ts: reads it from the mapping in v6.0, which another unmap may have freed',
      },
      {
        linux:
          'device_list_lock is taken under iommu->lock, which is then dropped, and held until all drivers were told.',
        versions: 'v6.0 to v6.3',
        verdict: 'same',
        simulation: 'vfio/notify.ts: tellDrivers',
        test: 'vfio/notify.test.ts: takes the driver’s lock and iommu->lock in the wrong order',
      },
      {
        linux:
          'If the list of devices is empty, iommu->lock is not dropped. The search begins again at once, up to the BUG_ON.',
        versions: 'v6.0 to v6.3',
        verdict: 'same',
        simulation: 'vfio/notify.ts: tellDrivers',
        test: 'vfio/notify.test.ts: keeps iommu->lock if there is nobody to tell; a chain of notifiers may be empty',
      },
      {
        linux:
          'The chain of notifiers is called under its own rwsem, held for reading; a driver that registers or unregisters waits to write it.',
        versions: 'v4.10 to v5.19',
        verdict: 'simplified',
        simulation: 'vfio/notify.ts: tellDrivers',
        because:
          'The drivers are notified from a copy of the list, without a lock. A driver that unregisters while it holds the lock that its callback takes would be a deadlock in Linux.',
        hides: 'a mistake',
        test: 'vfio/notify.test.ts: drops iommu->lock, because unpin takes it',
      },
    ],
  },
];
