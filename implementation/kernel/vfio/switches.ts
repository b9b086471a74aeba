/**
 * Every place where drivers/vfio and the drivers of mediated devices did it differently, or may do. The first value
 * of each is the reference, which need not be what Linux does today: where a mistake is still there, it is mended.
 */
export const vfioSwitches = {
  /**
   * Whose memory an IOMMU mapping is and who is charged for it: the mm at map time (v6.3); what the thread group leader
   * runs in now (v4.18); the thread that mapped (v4.10); whoever runs (before v4.10); or the leader’s mm at map time
   * (proposed for v6.3).
   */
  dmaOwner: ['mm-at-map', 'group-leader', 'mapping-thread', 'current', 'leader-mm-at-map'],
  /** Whom map and attach charge: the owner of the mapping, or whoever runs (v4.12 to v4.17), though the owner is credited. */
  pinCharges: ['owner', 'current'],
  /** Whose pages a mediated device is given, and who is charged: the mapping’s owner, or who attached the first such device. */
  externalOwner: ['of-mapping', 'attacher'],
  /** Whether that task is looked at under a reference on its mm, or its mm is tested and then used. */
  taskMm: ['referenced', 'tested-then-used'],
  /** Whether a task that is kept for later is kept with a reference. */
  taskReference: ['taken', 'not-taken'],
  /** mmap_lock is waited for to charge; or tried, and left to a work item if it is taken (until v4.11). */
  charge: ['waits', 'deferred-if-contended'],
  /** Where the limit is tested: also under the lock with which it is charged, or only before. */
  limitTest: ['when-charging', 'before'],
  /** A page that the limit refuses: counted behind the test, or before it. */
  refusedPage: ['not-counted', 'counted'],
  /** The limit for the first page of a run: tested if the page is to be counted, or always. */
  firstPageLimit: ['if-counted', 'always'],
  /** The limit for a page that a driver pins: tested if it is to be counted, or always (v4.10, v4.11). */
  externalLimit: ['if-counted', 'always'],
  /**
   * When a page counts: if nothing else that is pinned at this IOVA counts already; or by who pins, whatever was pinned
   * (an IOMMU page unless a driver has one there, a driver’s page unless the container has an IOMMU).
   */
  pageCounts: ['once-per-iova', 'by-who-pins'],
  /** How the list of pages that drivers pinned is searched: by IOVA in their mapping, or by frame in the container. */
  pfnList: ['by-iova', 'by-frame'],
  /** What a driver’s further pin of the same page takes: a count in its node, or one more reference on the page. */
  externalPin: ['per-page', 'per-reference'],
  /** Whether that is charged once more, and credited as often. */
  externalCharge: ['per-page', 'per-reference'],
  /** The last IOMMU device goes, drivers keep pages: the difference is charged per mapping, or all is credited and then charged anew. */
  reaccount: ['difference', 'credit-then-charge'],
  /** Whether reserved pages are left out when that is counted. */
  reaccountReserved: ['left-out', 'counted'],
  /** The last mediated device goes: its driver has unpinned everything, or the core does it, with or without credit. */
  lastMediated: ['left-to-driver', 'core-unpins', 'core-unpins-without-credit'],
  /** The second mediated device joins the domain of the first, or one that was freed. */
  secondMediated: ['joins', 'joins-freed'],
  /** What belongs to the mediated devices of a container is part of their domain; or allocated apart, and forgotten when it goes. */
  localAddressSpace: ['in-domain', 'forgotten'],
  /** Pinning with a backend that cannot: refused with an errno, or 0, which was left in the variable. */
  noPinOperation: ['ENOTTY', 'returns-zero'],
  /** What keeps the container while a driver pins: a count of its users; or a test of the pointer, which takes NULL for valid. */
  pinKeepsContainer: ['counted', 'tested-with-IS_ERR'],
  /** Unmap tells the drivers first, who unpin; or not at all. */
  unmapTells: ['drivers', 'nobody'],
  /** How the mapping of a page is looked up for pin and unpin: with the size of a page, or of nothing, which misses the first one. */
  findDmaSize: ['page', 'zero'],
  /** Whose CAP_IPC_LOCK counts: at map time, or when a page is charged. */
  lockCap: ['at-map', 'at-charge'],
  /** Attach fails half-way through the mappings: all is undone, or nothing. */
  replayUnwind: ['whole', 'none'],
  /** In whose memory attach looks for the pages of a mapping: the owner’s, or the caller’s. */
  replayMm: ['of-owner', 'of-current'],
  /** Attach where the owner’s address space has ended: refused, or the dead mm is charged. */
  replayDeadOwner: ['refused', 'charged'],
  /** No memory for the node of a page that was pinned: the page is given back, or what is looked up by its node. */
  pinNodeUnwind: ['direct', 'by-lookup'],
  /** A run of pages ends with one that has no struct page: forgotten, or kept as if the batch held it. */
  batchLeftover: ['emptied', 'kept'],
  /** VFIO_DMA_MAP_FLAG_VADDR by another mm: its owner changes with the charge, or neither does (until v6.2). */
  vaddrUpdate: ['changes-owner', 'leaves-charge'],
  /** A virtual address cannot be handed over while a mediated device is there; or it can, and who pins waits for the new one. */
  vaddrWithMediated: ['refused', 'waited-for'],
  /** The count of a mapping’s charged pages: kept also when the owner’s mm is gone, or only while it lives. */
  dmaCounter: ['always-kept', 'kept-while-alive'],
  /** get_user_pages has no memory and got no page: that is an error, or 0 pages are taken for success. */
  gupNothing: ['error', 'success'],
  /** No memory for the dirty bitmap of a mapping: those before it are freed, or this one again and again. */
  dirtyUnwind: ['previous', 'failing-one'],
  /** A driver does not unpin when told: unmap gives up with an errno, or stops the machine. */
  unmapStuck: ['EDEADLOCK', 'BUG_ON'],
  /** What a driver does when told that a range goes: unpin it, or nothing. */
  driverUnmap: ['unpins', 'ignores'],
  /** A driver’s record of what it pinned: made under the lock that the callback takes, or behind pin without it. */
  driverRecord: ['under-lock', 'after-pin'],
  /** A driver’s own step fails after it has pinned: it unpins, or forgets to. */
  driverUnwind: ['unpins', 'forgets'],
  /** A driver that was asked to pin just before its device was closed: sees that under its lock, or asks VFIO all the same. */
  driverAsks: ['while-open', 'any-time'],
  /** The device is closed: its driver unpins everything, or leaves that to the core. */
  driverClose: ['unpins', 'left-to-core'],
  /** Telling the drivers: from a list of them that nobody else has to wait for, or under its lock, taken inside iommu->lock. */
  driverList: ['snapshot', 'locked'],
  /** Whom unmap obeys: everybody who has the container, or the mm that mapped (v4.10 to v5.19), at whose mappings it stops otherwise. */
  unmapBy: ['anyone', 'owner'],
  /** How many mappings a container may have: dma_entry_limit (v5.1), or as many as there is memory for. */
  dmaLimit: ['dma-entry-limit', 'none'],
  /** Where a forgotten pin of a driver is looked for: when a mapping goes, or when the last mediated device goes, whoever pinned. */
  sanityCheck: ['mapping-removed', 'last-mediated'],
  /** Pinning by the driver of a device behind the IOMMU: allowed, or only where there is a mediated device as well. */
  pinBehindIommu: ['allowed', 'with-mediated'],
  /** Whether an ioctl of a container holds group_lock, so that its backend stays (not from v4.13 on, 7f56c30bd0a2). */
  ioctlHoldsContainer: ['held', 'not-held'],
  /** Which lists are searched for a group that is attached twice. */
  duplicateGroup: ['both-lists', 'one-list'],
} as const;
