/**
 * Every place where drivers/vfio and the drivers of mediated devices did it differently, or may do. The first value
 * of each is the reference, which need not be what Linux does today: where a mistake is still there, it is mended.
 */
export const vfioSwitches = {
  dmaOwner: {
    says: 'Whose memory an IOMMU mapping is and who is charged for it: the mm at map time (v6.3); what the thread group leader runs in now (v4.18); the thread that mapped (v4.10); whoever runs (before v4.10); or the leader’s mm at map time (proposed for v6.3).',
    values: ['mm-at-map', 'group-leader', 'mapping-thread', 'current', 'leader-mm-at-map'],
  },
  pinCharges: {
    says: 'Whom map and attach charge: the owner of the mapping, or whoever runs (v4.12 to v4.17), though the owner is credited.',
    values: ['owner', 'current'],
  },
  externalOwner: {
    says: 'Whose pages a mediated device is given, and who is charged: the mapping’s owner, or who attached the first such device.',
    values: ['of-mapping', 'attacher'],
  },
  taskMm: {
    says: 'Whether that task is looked at under a reference on its mm, or its mm is tested and then used.',
    values: ['referenced', 'tested-then-used'],
  },
  taskReference: {
    says: 'Whether a task that is kept for later is kept with a reference.',
    values: ['taken', 'not-taken'],
  },
  charge: {
    says: 'mmap_lock is waited for to charge; or tried, and left to a work item if it is taken (until v4.11).',
    values: ['waits', 'deferred-if-contended'],
  },
  limitTest: {
    says: 'Where the limit is tested: also under the lock with which it is charged, or only before.',
    values: ['when-charging', 'before'],
  },
  refusedPage: {
    says: 'A page that the limit refuses: counted behind the test, or before it.',
    values: ['not-counted', 'counted'],
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
    says: 'When a page counts: if nothing else that is pinned at this IOVA counts already; or by who pins, whatever was pinned (an IOMMU page unless a driver has one there, a driver’s page unless the container has an IOMMU).',
    values: ['once-per-iova', 'by-who-pins'],
  },
  pfnList: {
    says: 'How the list of pages that drivers pinned is searched: by IOVA in their mapping, or by frame in the container.',
    values: ['by-iova', 'by-frame'],
  },
  externalPin: {
    says: 'What a driver’s further pin of the same page takes: a count in its node, or one more reference on the page.',
    values: ['per-page', 'per-reference'],
  },
  externalCharge: {
    says: 'Whether that is charged once more, and credited as often.',
    values: ['per-page', 'per-reference'],
  },
  reaccount: {
    says: 'The last IOMMU device goes, drivers keep pages: the difference is charged per mapping, or all is credited and then charged anew.',
    values: ['difference', 'credit-then-charge'],
  },
  reaccountReserved: {
    says: 'Whether reserved pages are left out when that is counted.',
    values: ['left-out', 'counted'],
  },
  lastMediated: {
    says: 'The last mediated device goes: its driver has unpinned everything, or the core does it, with or without credit.',
    values: ['left-to-driver', 'core-unpins', 'core-unpins-without-credit'],
  },
  secondMediated: {
    says: 'The second mediated device joins the domain of the first, or one that was freed.',
    values: ['joins', 'joins-freed'],
  },
  localAddressSpace: {
    says: 'What belongs to the mediated devices of a container is part of their domain; or allocated apart, and forgotten when it goes.',
    values: ['in-domain', 'forgotten'],
  },
  noPinOperation: {
    says: 'Pinning with a backend that cannot: refused with an errno, or 0, which was left in the variable.',
    values: ['ENOTTY', 'returns-zero'],
  },
  pinKeepsContainer: {
    says: 'What keeps the container while a driver pins: a count of its users; or a test of the pointer, which takes NULL for valid.',
    values: ['counted', 'tested-with-IS_ERR'],
  },
  unmapTells: {
    says: 'Unmap tells the drivers first, who unpin; or not at all.',
    values: ['drivers', 'nobody'],
  },
  findDmaSize: {
    says: 'How the mapping of a page is looked up for pin and unpin: with the size of a page, or of nothing, which misses the first one.',
    values: ['page', 'zero'],
  },
  lockCap: {
    says: 'Whose CAP_IPC_LOCK counts: at map time, or when a page is charged.',
    values: ['at-map', 'at-charge'],
  },
  replayUnwind: {
    says: 'Attach fails half-way through the mappings: all is undone, or nothing.',
    values: ['whole', 'none'],
  },
  replayMm: {
    says: 'In whose memory attach looks for the pages of a mapping: the owner’s, or the caller’s.',
    values: ['of-owner', 'of-current'],
  },
  replayDeadOwner: {
    says: 'Attach where the owner’s address space has ended: refused, or the dead mm is charged.',
    values: ['refused', 'charged'],
  },
  pinNodeUnwind: {
    says: 'No memory for the node of a page that was pinned: the page is given back, or what is looked up by its node.',
    values: ['direct', 'by-lookup'],
  },
  batchLeftover: {
    says: 'A run of pages ends with one that has no struct page: forgotten, or kept as if the batch held it.',
    values: ['emptied', 'kept'],
  },
  vaddrUpdate: {
    says: 'VFIO_DMA_MAP_FLAG_VADDR by another mm: its owner changes with the charge, or neither does (until v6.2).',
    values: ['changes-owner', 'leaves-charge'],
  },
  vaddrWithMediated: {
    says: 'A virtual address cannot be handed over while a mediated device is there; or it can, and who pins waits for the new one.',
    values: ['refused', 'waited-for'],
  },
  dmaCounter: {
    says: 'The count of a mapping’s charged pages: kept also when the owner’s mm is gone, or only while it lives.',
    values: ['always-kept', 'kept-while-alive'],
  },
  gupNothing: {
    says: 'get_user_pages has no memory and got no page: that is an error, or 0 pages are taken for success.',
    values: ['error', 'success'],
  },
  dirtyUnwind: {
    says: 'No memory for the dirty bitmap of a mapping: those before it are freed, or this one again and again.',
    values: ['previous', 'failing-one'],
  },
  unmapStuck: {
    says: 'A driver does not unpin when told: unmap gives up with an errno, or stops the machine.',
    values: ['EDEADLOCK', 'BUG_ON'],
  },
  driverUnmap: {
    says: 'What a driver does when told that a range goes: unpin it, or nothing.',
    values: ['unpins', 'ignores'],
  },
  driverRecord: {
    says: 'A driver’s record of what it pinned: made under the lock that the callback takes, or behind pin without it.',
    values: ['under-lock', 'after-pin'],
  },
  driverUnwind: {
    says: 'A driver’s own step fails after it has pinned: it unpins, or forgets to.',
    values: ['unpins', 'forgets'],
  },
  driverAsks: {
    says: 'A driver that was asked to pin just before its device was closed: sees that under its lock, or asks VFIO all the same.',
    values: ['while-open', 'any-time'],
  },
  driverClose: {
    says: 'The device is closed: its driver unpins everything, or leaves that to the core.',
    values: ['unpins', 'left-to-core'],
  },
  driverList: {
    says: 'Telling the drivers: from a list of them that nobody else has to wait for, or under its lock, taken inside iommu->lock.',
    values: ['snapshot', 'locked'],
  },
  unmapBy: {
    says: 'Whom unmap obeys: everybody who has the container, or the mm that mapped (v4.10 to v5.19), at whose mappings it stops otherwise.',
    values: ['anyone', 'owner'],
  },
  dmaLimit: {
    says: 'How many mappings a container may have: dma_entry_limit (v5.1), or as many as there is memory for.',
    values: ['dma-entry-limit', 'none'],
  },
  sanityCheck: {
    says: 'Where a forgotten pin of a driver is looked for: when a mapping goes, or when the last mediated device goes, whoever pinned.',
    values: ['mapping-removed', 'last-mediated'],
  },
  pinBehindIommu: {
    says: 'Pinning by the driver of a device behind the IOMMU: allowed, or only where there is a mediated device as well.',
    values: ['allowed', 'with-mediated'],
  },
  ioctlHoldsContainer: {
    says: 'Whether an ioctl of a container holds group_lock, so that its backend stays (not from v4.13 on, 7f56c30bd0a2).',
    values: ['held', 'not-held'],
  },
  duplicateGroup: {
    says: 'Which lists are searched for a group that is attached twice.',
    values: ['both-lists', 'one-list'],
  },
} as const;
