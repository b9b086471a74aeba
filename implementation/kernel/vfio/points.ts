import type { LockedIn, Points } from '../machine/points.ts';

export const vfioPoints = {
  limitTested: { in: 'vfio_pin_pages', at: 'vfio_pin_pages: limit tested, not yet charged' },
  taskMmTested: { in: 'vfio_lock_acct', at: 'vfio_lock_acct: task->mm tested, not yet used' },
  credited: {
    in: 'vfio_iommu_unmap_unpin_reaccount',
    at: 'vfio_iommu_unmap_unpin_reaccount: credited, not yet charged again',
  },
  unlockedToTell: {
    in: 'vfio_notify_dma_unmap',
    at: 'vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told',
  },
  replayed: { in: 'vfio_iommu_replay', at: 'vfio_iommu_replay: one more run mapped' },
  driverPinned: { in: 'driver', at: 'driver: pages pinned, not yet recorded' },
  containerLookedUp: {
    in: 'vfio_pin_pages',
    at: 'vfio_pin_pages: container looked up, not yet used',
  },
} as const satisfies Points;

/**
 * `container use` has no points: it is taken only if threads share files, and then no commands overlap (`canOverlap`).
 */
export const vfioLockedIn: LockedIn = {
  mmap_lock: ['vaddr_get_pfn', 'vfio_lock_acct', 'vfio_lock_acct_bg', 'vfio_change_dma_owner'],
  'driver lock': ['pin', 'unpin', 'dma_unmap', 'close_device'],
  'hot-plug': ['attach', 'detach'],
  group_lock: [
    'vfio_group_set_container',
    '__vfio_group_unset_container',
    'vfio_fops_unl_ioctl',
    'vfio_pin_pages',
    'vfio_unpin_pages',
  ],
  'iommu->lock': [
    'vfio_dma_do_map',
    'vfio_dma_do_unmap',
    'vfio_iommu_type1_attach_group',
    'vfio_iommu_type1_detach_group',
    'vfio_iommu_type1_pin_pages',
    'vfio_iommu_type1_unpin_pages',
    'vfio_iommu_type1_dirty_pages',
    'vfio_iommu_type1_register_device',
    'vfio_iommu_type1_unregister_device',
  ],
  device_list_lock: [
    'vfio_notify_dma_unmap',
    'vfio_iommu_type1_register_device',
    'vfio_iommu_type1_unregister_device',
  ],
};
