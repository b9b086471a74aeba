import type { Machine } from './machine.ts';
import type { Pause } from './pause.ts';

/**
 * Where something is half done that another task can see: a trace can stop a command there. Before each
 * lock there is another such place, which needs no line here.
 */
export const points = {
  openBound: { at: 'uacce_fops_open: bound, not yet listed' },
  releasePut: { at: 'uacce_fops_release: queue put, not yet unbound' },
  startChecked: { at: 'uacce_start_queue: state checked, not yet started' },
  mmapMapped: { at: 'mmap_region: mapped by the driver, not yet linked' },
  bindSearched: { at: 'arm_smmu_sva_bind: no bond found, none inserted yet' },
  bindUnlocked: { at: 'iommu_sva_bind_device: unlocked, not yet returned' },
  releaseQuiet: { at: 'arm_smmu_mm_release: entry quiet, not yet invalidated' },
  entryCleared: { at: 'arm_smmu_mmu_notifier_put: entry cleared, not yet invalidated' },
  notifierPut: { at: 'arm_smmu_mmu_notifier_put: notifier put, ASID still pinned' },
  domainFreed: { at: 'iommu_sva_unbind_device: domain freed, mm still to be looked at' },
  mmputLast: { at: 'mmput: last user gone, notifiers not yet told' },
  limitTested: { at: 'vfio_pin_pages: limit tested, not yet charged' },
  taskMmTested: { at: 'vfio_lock_acct: task->mm tested, not yet used' },
  credited: { at: 'vfio_iommu_unmap_unpin_reaccount: credited, not yet charged again' },
  unlockedToTell: { at: 'vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told' },
  replayed: { at: 'vfio_iommu_replay: one more run mapped' },
  driverPinned: { at: 'driver: pages pinned, not yet recorded' },
  containerLookedUp: { at: 'vfio_pin_pages: container looked up, not yet used' },
  exitMm: { at: 'do_exit: mm left, files still open' },
} as const satisfies Readonly<Record<string, Pause>>;

/**
 * Each place where a lock is taken, with the lock. Not `container use`: that is taken only where threads share the files
 * of VFIO, and there nothing overlaps (model/world.ts, canOverlap), so that no trace can stop before it.
 */
const locking: Readonly<Record<string, readonly string[]>> = {
  'uacce->mutex': [
    'uacce_fops_open',
    'uacce_fops_release',
    'uacce_fops_unl_ioctl',
    'ioctl',
    'uacce_remove',
    'uacce_fops_mmap',
  ],
  uacce_mutex: ['uacce_fops_unl_ioctl'],
  'group->mutex': ['iommu_sva_bind_device', 'iommu_sva_unbind_device'],
  sva_lock: [
    'arm_smmu_sva_bind',
    'arm_smmu_sva_unbind',
    'arm_smmu_mm_release',
    'arm_smmu_master_disable_sva',
  ],
  mmap_lock: [
    'mmu_notifier_register',
    'exit_mmap',
    'vm_mmap_pgoff',
    'vm_munmap',
    'mremap',
    'page fault',
    'vaddr_get_pfn',
    'vfio_lock_acct',
    'vfio_lock_acct_bg',
    'vfio_change_dma_owner',
    'do_mlock',
    'do_munlock',
  ],
  'driver lock': ['pin', 'unpin', 'dma_unmap', 'close_device'],
  'hot-plug': ['attach', 'detach'],
  group_lock: ['vfio_group_set_container', '__vfio_group_unset_container', 'vfio_fops_unl_ioctl'],
  'iommu->lock': [
    'vfio_dma_do_map',
    'vfio_dma_do_unmap',
    'vfio_iommu_type1_attach_group',
    'vfio_iommu_type1_detach_group',
    'vfio_iommu_type1_pin_pages',
    'vfio_iommu_type1_unpin_pages',
    'vfio_iommu_type1_dirty_pages',
  ],
  device_list_lock: ['vfio_notify_dma_unmap'],
  'q->mutex': ['uacce_fops_mmap', 'uacce_vma_close', 'uacce_remove'],
};

/** Where something is half done, as opposed to where a lock is taken. */
export const halfDone: ReadonlySet<string> = new Set(Object.values(points).map(({ at }) => at));

/** The name of every point there is. */
export const allPoints: readonly string[] = [
  ...Object.values(points).map(({ at }) => at),
  ...Object.entries(locking).flatMap(([lock, where]) => where.map((f) => beforeLock(lock, f))),
];

/** The point before a lock is taken. */
export function beforeLock(lock: string, where: string): string {
  return `${where}: before ${lock}`;
}

/** The point, to be yielded, if tasks overlap; undefined, at no cost, where one runs alone. */
export function point(m: Machine, name: keyof typeof points): Pause | undefined {
  return m.interleaves ? points[name] : undefined;
}
