/**
 * Where drivers/vfio and the drivers of mediated devices have changed, or may change. The first value of each switch is
 * the reference, which need not be what Linux does today: mistakes that Linux still has are mended.
 */
export const vfioSwitches = {
  dmaOwner: {
    says: 'Which mm an IOMMU mapping belongs to and is charged to: the mm at map time (v6.3); the current mm of the thread group leader (v4.18) or of the thread that mapped (v4.10); that of the running task (before v4.10); or that of the leader at map time (proposed for v6.3).',
    values: ['mm-at-map', 'group-leader', 'mapping-thread', 'current', 'leader-mm-at-map'],
  },
  pinCharges: {
    says: 'Whom map and attach charge: the owner of the mapping, or the caller (v4.10 to v4.17), although the owner is credited.',
    values: ['owner', 'current'],
  },
  pinOwnerMm: {
    says: 'The mm of the owner while map and attach wait for its mmap_lock to charge it: under a reference, or read from the owner’s task without one, because the owner was thought to be the caller (v4.18 to v6.2).',
    values: ['referenced', 'of-task'],
  },
  externalOwner: {
    says: 'Whose pages a mediated device gets, and who is charged: the owner of the mapping, or the task that attached the first mediated device.',
    values: ['of-mapping', 'attacher'],
  },
  taskMm: {
    says: 'How the mm of another task is used: under a reference, or after a test without one.',
    values: ['referenced', 'tested-then-used'],
  },
  taskReference: {
    says: 'Whether the kernel takes a reference on a task that it stores for later.',
    values: ['taken', 'not-taken'],
  },
  charge: {
    says: 'A charge waits for mmap_lock; or it tries the lock, and if another task holds it, a work item charges later (until v4.11).',
    values: ['waits', 'deferred-if-contended'],
  },
  limitTest: {
    says: 'Where the limit is tested: also under the lock under which the charge is made, or only before.',
    values: ['when-charging', 'before'],
  },
  refusedPage: {
    says: 'A page that the limit refuses: it is counted after the test, or before it.',
    values: ['not-counted', 'counted'],
  },
  laterPage: {
    says: 'get_user_pages fails at a later page of a run: what the call has pinned is given back; or the run ends before that page, is charged and mapped, and the next call fails (until v5.11).',
    values: ['undoes-run', 'ends-run'],
  },
  pageLookup: {
    says: 'How the pages of a mapping are looked up: all in one call, under one mmap_lock (v5.12), or each under its own.',
    values: ['one-call', 'page-by-page'],
  },
  firstPageLimit: {
    says: 'The limit for the first page of a run: tested if the page is to be counted, or always.',
    values: ['if-counted', 'always'],
  },
  externalLimit: {
    says: 'The limit for a page that a driver pins: tested if it is to be counted, or always (v4.10, v4.11).',
    values: ['if-counted', 'always'],
  },
  pageCounts: {
    says: 'When a page counts: unless the other side has the same page pinned at this IOVA; or unless it has any page pinned there that counts; or by the side that pins, whatever page was pinned (an IOMMU page unless a driver has one there, a driver’s page unless the container has an IOMMU).',
    values: ['once-per-page', 'once-per-iova', 'by-who-pins'],
  },
  pfnList: {
    says: 'How the list of pages that drivers have pinned is searched: by IOVA in their mapping, or by frame in the container.',
    values: ['by-iova', 'by-frame'],
  },
  externalPin: {
    says: 'What another pin of the same page by a driver takes: a count in its node, or one more reference on the page.',
    values: ['per-page', 'per-reference'],
  },
  externalCharge: {
    says: 'Whether each such pin is charged, and each unpin credited, or only the first and the last.',
    values: ['per-page', 'per-reference'],
  },
  reaccount: {
    says: 'The last IOMMU device leaves, and drivers keep pages: the difference is charged per mapping, or everything is credited and then charged again.',
    values: ['difference', 'credit-then-charge'],
  },
  reaccountReserved: {
    says: 'Whether reserved pages are left out of that count.',
    values: ['left-out', 'counted'],
  },
  lastMediated: {
    says: 'The last mediated device leaves: its driver has unpinned everything, or the core unpins, with or without credit.',
    values: ['left-to-driver', 'core-unpins', 'core-unpins-without-credit'],
  },
  secondMediated: {
    says: 'Which domain the second mediated device joins: that of the first, or one that was freed.',
    values: ['joins', 'joins-freed'],
  },
  localAddressSpace: {
    says: 'Where the data of a container’s mediated devices is: in their domain; or in a separate structure that is not freed with it.',
    values: ['in-domain', 'forgotten'],
  },
  noPinOperation: {
    says: 'Pinning with a backend that cannot pin: an errno, or 0, the old value of the variable.',
    values: ['ENOTTY', 'returns-zero'],
  },
  pinKeepsContainer: {
    says: 'What protects the container while a driver pins: a count of its users; or a test of the pointer that accepts NULL.',
    values: ['counted', 'tested-with-IS_ERR'],
  },
  unmapTells: {
    says: 'Whether unmap first notifies the drivers, so that they unpin.',
    values: ['drivers', 'nobody'],
  },
  rangeEnd: {
    says: 'How ranges of IOVA space are compared: by their last address, or by their exclusive end, which is 0 for a range that ends with 64 bits (until v6.17).',
    values: ['last-address', 'exclusive-end'],
  },
  unmapRange: {
    says: 'Which range unmap refuses because it wraps: one whose last address wraps, one whose exclusive end wraps, which includes the last page of 64 bits (v4.18), or none (until v4.17).',
    values: ['last-address', 'exclusive-end', 'none'],
  },
  findDmaSize: {
    says: 'How pin and unpin look up the mapping of a page: with the size of a page, or with size 0, which misses the first page of a mapping.',
    values: ['page', 'zero'],
  },
  lockCap: {
    says: 'When CAP_IPC_LOCK is checked: at map time, or when a page is charged.',
    values: ['at-map', 'at-charge'],
  },
  replayUnwind: {
    says: 'Attach fails half-way through the mappings: everything is undone, or nothing.',
    values: ['whole', 'none'],
  },
  replayMm: {
    says: 'In which mm attach looks up the pages of a mapping: that of the owner, or that of the caller.',
    values: ['of-owner', 'of-current'],
  },
  replayDeadOwner: {
    says: 'Attach after the owner’s address space has ended: it is refused, or the dead mm is charged.',
    values: ['refused', 'charged'],
  },
  pinNodeUnwind: {
    says: 'The node of a pinned page cannot be allocated: the page itself is unpinned, or the page that a lookup of its node finds.',
    values: ['direct', 'by-lookup'],
  },
  batchLeftover: {
    says: 'A run of pages ends at a page without struct page: that page is dropped, or counted as if the batch held it.',
    values: ['emptied', 'kept'],
  },
  vaddrUpdate: {
    says: 'VFIO_DMA_MAP_FLAG_VADDR by another mm: the owner and the charge change, or neither does (until v6.2).',
    values: ['changes-owner', 'leaves-charge'],
  },
  vaddrWithMediated: {
    says: 'A virtual address cannot be handed over while a mediated device is attached, and no driver pins meanwhile; or such a pin is refused with a warning (v6.3); or an address can be handed over, and a pin waits for the new one.',
    values: ['refused', 'refused-with-warning', 'waited-for'],
  },
  dmaCounter: {
    says: 'The count of a mapping’s charged pages: updated always, or only while the owner’s mm lives.',
    values: ['always-kept', 'kept-while-alive'],
  },
  gupNothing: {
    says: 'get_user_pages finds no page because memory runs out: its errno is returned; or, if it answers 0, that is read as success; or each answer but a page is EFAULT (until v4.9).',
    values: ['error', 'success', 'EFAULT'],
  },
  dirtyUnwind: {
    says: 'The dirty bitmap of a mapping cannot be allocated: the earlier bitmaps are freed, or only this one, repeatedly.',
    values: ['previous', 'failing-one'],
  },
  unmapStuck: {
    says: 'A driver does not unpin when notified: unmap gives up with an errno, or stops the machine.',
    values: ['EDEADLOCK', 'BUG_ON'],
  },
  driverUnmap: {
    says: 'What a driver does when notified that a range is unmapped: it unpins the range, or ignores the call.',
    values: ['unpins', 'ignores'],
  },
  driverRecord: {
    says: 'A driver’s record of its pins: made under the lock that its callback takes, or after the pin without that lock.',
    values: ['under-lock', 'after-pin'],
  },
  driverUnwind: {
    says: 'A driver’s own step fails after the pin: the driver unpins, or forgets to.',
    values: ['unpins', 'forgets'],
  },
  driverAsks: {
    says: 'A driver is asked to pin, and its device is closed before it does: it checks that under its lock, or calls VFIO anyway.',
    values: ['while-open', 'any-time'],
  },
  driverClose: {
    says: 'The device is closed: its driver unpins everything, and is notified of unmaps until then; or it no longer is when it begins; or it leaves the pins to the core.',
    values: ['unpins', 'unregisters-first', 'left-to-core'],
  },
  driverList: {
    says: 'How the drivers are notified: from a copy of their list, without its lock; or under its lock, taken inside iommu->lock.',
    values: ['snapshot', 'locked'],
  },
  noticeChain: {
    says: 'A driver that is notified keeps its pages and says so (NOTIFY_BAD): the others are notified all the same, as in v6.0, where no driver answers; or the chain of notifiers ends there (until v5.19).',
    values: ['whole', 'ends-at-refusal'],
  },
  unmapNotice: {
    says: 'Which range drivers get when it is unmapped: a copy, made under iommu->lock; or the mapping is read again for each of them, without that lock (since v6.0).',
    values: ['copied', 'read-from-mapping'],
  },
  unmapBy: {
    says: 'Who may unmap a mapping: every process that has the container, or only the mm that mapped it (v4.10 to v5.19); unmap stops at a mapping of another mm.',
    values: ['anyone', 'owner'],
  },
  dmaLimit: {
    says: 'How many mappings a container may have: dma_entry_limit (v5.1), or any number.',
    values: ['dma-entry-limit', 'none'],
  },
  sanityCheck: {
    says: 'When the kernel checks for a driver’s forgotten pins: when a mapping is removed, or when the last mediated device leaves, whichever driver pinned.',
    values: ['mapping-removed', 'last-mediated'],
  },
  pinBehindIommu: {
    says: 'Pin and unpin by the driver of a device behind the IOMMU: allowed, or only while a mediated device is attached too.',
    values: ['allowed', 'with-mediated'],
  },
  ioctlHoldsContainer: {
    says: 'Whether an ioctl of a container holds group_lock, which keeps its backend alive (not since v4.13, 7f56c30bd0a2).',
    values: ['held', 'not-held'],
  },
  pinGroupLock: {
    says: 'Whether pin and unpin hold group_lock for reading (until v4.12, 7f56c30bd0a2). A driver that unpins from within an unmap then takes it a second time.',
    values: ['not-held', 'held'],
  },
  duplicateGroup: {
    says: 'Which lists are searched for a group that is attached twice.',
    values: ['both-lists', 'one-list'],
  },
} as const;
