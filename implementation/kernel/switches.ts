import { vfioSwitches } from './vfio/switches.ts';

/**
 * Every place where history did it differently. A switch says *where* or *in which order* the kernel
 * does something, never what goes wrong then. The first value of each is the reference.
 */
export const switchTable = {
  pasidFreeAt: {
    says: 'When an mm’s PASID returns to the allocator.',
    values: ['mmdrop', 'last-unbind', 'mmput'],
  },
  bondPins: {
    says: 'Which count of the mm a bond holds, so that the mm outlives it.',
    values: ['mm_count', 'mm_users'],
  },
  mmgetInBind: {
    says: 'With bondPins=mm_users: whether bind takes its reference also when it failed.',
    values: ['on-success', 'always'],
  },
  mmputInUnbind: {
    says: 'With bondPins=mm_users: where unbind gives that reference back.',
    values: ['after-unlock', 'under-lock', 'after-bond-freed'],
  },
  bondPasid: {
    says: 'Which PASID a bond is made under: the one of its mm, or one of its own (VT-d’s private PASIDs).',
    values: ['of-mm', 'own'],
  },
  allocLock: {
    says: 'What guards the allocator.',
    values: ['spinlock', 'mutex'],
  },
  cdPinsMm: {
    says: 'Whether the shared context descriptor holds mm_count while it refers to the mm (v5.19: yes; it matters only where tasks overlap).',
    values: ['mmgrab', 'none'],
  },
  unbindIndex: {
    says: 'Which table index unbind and release address: what bind wrote, or what mm->pasid says by then.',
    values: ['saved-at-bind', 'mm-pasid'],
  },
  unbindHoldsMm: {
    says: 'With pasidFreeAt=last-unbind: whether unbind holds the mm until it has taken the PASID from it.',
    values: ['held', 'not-held'],
  },
  notifierPut: {
    says: 'arm_smmu_mmu_notifier_put: whether it tells a release() that is under way that the entry is cleared.',
    values: ['marks-cleared', 'leaves-unmarked'],
  },
  handleDevice: {
    says: 'iommu_sva_bind_device: whether handle->dev is set before others can see the handle.',
    values: ['under-lock', 'after-unlock'],
  },
  unbindLooksAtMm: {
    says: 'iommu_sva_unbind_device: whether the mm is looked at once more when the domain, which held it, is freed.',
    values: ['never', 'after-domain-freed'],
  },
  liveCdRewrite: {
    says: 'Writing a context descriptor over a valid one: all of it, or the ASID field alone.',
    values: ['whole', 'asid-only'],
  },
  releaseEntry: {
    says: 'What release() writes while DMA may still run: a quiet entry, or none (VT-d clears it).',
    values: ['quiet', 'clear'],
  },
  releaseInvalidate: {
    says: 'When cached translations of an mm that ends are invalidated: in release(), or by the unbind that follows.',
    values: ['in-release', 'left-to-unbind'],
  },
  unbindEntry: {
    says: 'Whether unbind also clears an entry that release() has dealt with.',
    values: ['always-cleared', 'unless-released'],
  },
  unbindInvalidate: {
    says: 'After the entry is cleared: whether cached translations are invalidated.',
    values: ['unless-cleared', 'never'],
  },
  forkPasid: {
    says: 'What a new mm of fork starts with; with a reference, its parent’s PASID is counted for it too.',
    values: ['none', 'copied', 'copied-with-reference'],
  },
  bindReuse: {
    says: 'A second bind of the same mm to the same device: the handle is shared, or attached once more.',
    values: ['shared-handle', 'attach-again'],
  },
  groupAttach: {
    says: 'iommu_sva_bind_device, in a group of several devices: the PASID is attached to all of them (v6.2), or the bind is refused (before).',
    values: ['every-device', 'refused'],
  },
  groupUnwind: {
    says: 'When that attachment fails at one of them: from which the PASID is taken again.',
    values: ['what-was-attached', 'every-device'],
  },
  allocFailure: {
    says: 'What the allocator tells its caller when it has nothing: an errno, or one invalid value for all causes.',
    values: ['errno', 'invalid-ioasid'],
  },
  idaCompare: {
    says: 'How the allocator’s result is compared with the lower bound to see whether it is an errno.',
    values: ['signed', 'unsigned'],
  },
  uacceMutexCovers: {
    says: 'What of open and release is under uacce->mutex (before v6.0: queues_lock): all of it, or the list of queues alone.',
    values: ['whole-operation', 'list-alone'],
  },
  uacceIoctlMutex: {
    says: 'Which mutex ioctl takes: the device’s, which removal takes too, or one that removal does not take.',
    values: ['of-device', 'global'],
  },
  uacceStart: {
    says: 'UACCE_CMD_START_Q: the state is checked under the mutex; only before it is taken; or the start is left to who holds the mutex, if it is taken.',
    values: ['checked-under-mutex', 'checked-before-mutex', 'left-to-holder'],
  },
  unbindOfGone: {
    says: 'An unbind that finds its handle gone when it has the mutex: refused, or called done.',
    values: ['refused', 'called-done'],
  },
  uacceMmapMutex: {
    says: 'Which mutex keeps mmap of a region from the queue’s removal: the queue’s, or the device’s, which open holds while it takes mmap_lock.',
    values: ['of-queue', 'of-device'],
  },
  uacceRemoveUnbind: {
    says: 'Removal of the device: whether a queue is unbound after its mutex was let go, or under it.',
    values: ['after-unlock', 'under-queue-mutex'],
  },
  vmaLink: {
    says: 'mmap of a region: whether unmap_mapping_range can find the area as soon as it leads somewhere, or only when the driver is done.',
    values: ['with-mapping', 'after-driver'],
  },
  uaccePutQ: {
    says: 'UACCE_CMD_PUT_Q: stop a queue that runs, stop it and free its resources, or stop it and call it ready whatever it was.',
    values: ['stop', 'stop-and-put', 'stop-and-init'],
  },
  uacceUnbind: {
    says: 'uacce_unbind_queue: the queue forgets the bond that it undoes, or keeps the pointer.',
    values: ['forgets-bond', 'keeps-bond'],
  },
  uacceRefusal: {
    says: 'Where an ioctl or mmap that is refused leaves: behind the unlock, or at once.',
    values: ['unlocks', 'returns-at-once'],
  },
  uacceRemove: {
    says: 'Whether removal of the device takes the mappings of its queues away (unmap_mapping_range).',
    values: ['unmaps', 'leaves-mappings'],
  },
  uacceMremap: {
    says: 'mremap of a queue’s region: refused, or the core’s default move.',
    values: ['refused', 'moved'],
  },
  uacceVmaClose: {
    says: 'vm_ops->close of a region: the queue forgets the region it frees, or keeps the pointer.',
    values: ['forgets-region', 'keeps-region'],
  },
  uacceDeadQueue: {
    says: 'ioctl and mmap on a queue whose device went away: a check of its own (ENXIO), or the state check (EINVAL).',
    values: ['own-check', 'state-check'],
  },
  bindUnwind: {
    says: 'When bind fails half-way: which of what it has made by then is not taken back.',
    values: ['whole', 'forgets-bond', 'forgets-cd', 'forgets-notifier'],
  },
  openUnwind: {
    says: 'When open fails half-way, the same.',
    values: ['whole', 'forgets-queue', 'forgets-bond'],
  },
  mmapUnwind: {
    says: 'When mmap of a queue’s region is refused or fails, the same.',
    values: ['whole', 'forgets-region'],
  },
  ...vfioSwitches,
} as const;

/** What can be done in more than one way. */
interface Switch {
  /** One line for `list switches`. */
  readonly says: string;
  /** The reference comes first. */
  readonly values: readonly string[];
}

export type SwitchName = keyof typeof switchTable;
export type Switches = { readonly [K in SwitchName]: (typeof switchTable)[K]['values'][number] };

/** The values of each, the reference first. */
export const switches = Object.fromEntries(
  Object.entries<Switch>(switchTable).map(([name, { values }]) => [name, values]),
) as { readonly [K in SwitchName]: (typeof switchTable)[K]['values'] };

export const reference = Object.fromEntries(
  Object.entries<Switch>(switchTable).map(([name, { values }]) => [name, values[0]]),
) as Switches;
