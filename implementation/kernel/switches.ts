import { vfioSwitches } from './vfio/switches.ts';

/**
 * Every place where history did it differently. A switch says *where* or *in which order* the kernel
 * does something, never what goes wrong then. The first value of each is the reference.
 */
export const switches = {
  /** When an mm’s PASID returns to the allocator. */
  pasidFreeAt: ['mmdrop', 'last-unbind', 'mmput'],
  /** Which count of the mm a bond holds, so that the mm outlives it. */
  bondPins: ['mm_count', 'mm_users'],
  /** With bondPins=mm_users: whether bind takes its reference also when it failed. */
  mmgetInBind: ['on-success', 'always'],
  /** With bondPins=mm_users: where unbind gives that reference back. */
  mmputInUnbind: ['after-unlock', 'under-lock', 'after-bond-freed'],
  /** Which PASID a bond is made under: the one of its mm, or one of its own (VT-d’s private PASIDs). */
  bondPasid: ['of-mm', 'own'],
  /** What guards the allocator. */
  allocLock: ['spinlock', 'mutex'],
  /** Whether the shared context descriptor holds mm_count while it refers to the mm (v5.19: yes; it matters only where tasks overlap). */
  cdPinsMm: ['mmgrab', 'none'],
  /** Which table index unbind and release address: what bind wrote, or what mm->pasid says by then. */
  unbindIndex: ['saved-at-bind', 'mm-pasid'],
  /** With pasidFreeAt=last-unbind: whether unbind holds the mm until it has taken the PASID from it. */
  unbindHoldsMm: ['held', 'not-held'],
  /** arm_smmu_mmu_notifier_put: whether it tells a release() that is under way that the entry is cleared. */
  notifierPut: ['marks-cleared', 'leaves-unmarked'],
  /** iommu_sva_bind_device: whether handle->dev is set before others can see the handle. */
  handleDevice: ['under-lock', 'after-unlock'],
  /** iommu_sva_unbind_device: whether the mm is looked at once more when the domain, which held it, is freed. */
  unbindLooksAtMm: ['never', 'after-domain-freed'],
  /** Writing a context descriptor over a valid one: all of it, or the ASID field alone. */
  liveCdRewrite: ['whole', 'asid-only'],
  /** What release() writes while DMA may still run: a quiet entry, or none (VT-d clears it). */
  releaseEntry: ['quiet', 'clear'],
  /** When cached translations of an mm that ends are invalidated: in release(), or by the unbind that follows. */
  releaseInvalidate: ['in-release', 'left-to-unbind'],
  /** Whether unbind also clears an entry that release() has dealt with. */
  unbindEntry: ['always-cleared', 'unless-released'],
  /** After the entry is cleared: whether cached translations are invalidated. */
  unbindInvalidate: ['unless-cleared', 'never'],
  /** What a new mm of fork starts with; with a reference, its parent’s PASID is counted for it too. */
  forkPasid: ['none', 'copied', 'copied-with-reference'],
  /** A second bind of the same mm to the same device: the handle is shared, or attached once more. */
  bindReuse: ['shared-handle', 'attach-again'],
  /** iommu_sva_bind_device, in a group of several devices: the PASID is attached to all of them (v6.2), or the bind is refused (before). */
  groupAttach: ['every-device', 'refused'],
  /** When that attachment fails at one of them: from which the PASID is taken again. */
  groupUnwind: ['what-was-attached', 'every-device'],
  /** What the allocator tells its caller when it has nothing: an errno, or one invalid value for all causes. */
  allocFailure: ['errno', 'invalid-ioasid'],
  /** How the allocator’s result is compared with the lower bound to see whether it is an errno. */
  idaCompare: ['signed', 'unsigned'],
  /** What of open and release is under uacce->mutex (before v6.0: queues_lock): all of it, or the list of queues alone. */
  uacceMutexCovers: ['whole-operation', 'list-alone'],
  /** Which mutex ioctl takes: the device’s, which removal takes too, or one that removal does not take. */
  uacceIoctlMutex: ['of-device', 'global'],
  /** UACCE_CMD_START_Q: the state is checked under the mutex; only before it is taken; or the start is left to who holds the mutex, if it is taken. */
  uacceStart: ['checked-under-mutex', 'checked-before-mutex', 'left-to-holder'],
  /** An unbind that finds its handle gone when it has the mutex: refused, or called done. */
  unbindOfGone: ['refused', 'called-done'],
  /** Which mutex keeps mmap of a region from the queue’s removal: the queue’s, or the device’s, which open holds while it takes mmap_lock. */
  uacceMmapMutex: ['of-queue', 'of-device'],
  /** Removal of the device: whether a queue is unbound after its mutex was let go, or under it. */
  uacceRemoveUnbind: ['after-unlock', 'under-queue-mutex'],
  /** mmap of a region: whether unmap_mapping_range can find the area as soon as it leads somewhere, or only when the driver is done. */
  vmaLink: ['with-mapping', 'after-driver'],
  /** UACCE_CMD_PUT_Q: stop a queue that runs, stop it and free its resources, or stop it and call it ready whatever it was. */
  uaccePutQ: ['stop', 'stop-and-put', 'stop-and-init'],
  /** uacce_unbind_queue: the queue forgets the bond that it undoes, or keeps the pointer. */
  uacceUnbind: ['forgets-bond', 'keeps-bond'],
  /** Where an ioctl or mmap that is refused leaves: behind the unlock, or at once. */
  uacceRefusal: ['unlocks', 'returns-at-once'],
  /** Whether removal of the device takes the mappings of its queues away (unmap_mapping_range). */
  uacceRemove: ['unmaps', 'leaves-mappings'],
  /** mremap of a queue’s region: refused, or the core’s default move. */
  uacceMremap: ['refused', 'moved'],
  /** vm_ops->close of a region: the queue forgets the region it frees, or keeps the pointer. */
  uacceVmaClose: ['forgets-region', 'keeps-region'],
  /** ioctl and mmap on a queue whose device went away: a check of its own (ENXIO), or the state check (EINVAL). */
  uacceDeadQueue: ['own-check', 'state-check'],
  /** When bind fails half-way: which of what it has made by then is not taken back. */
  bindUnwind: ['whole', 'forgets-bond', 'forgets-cd', 'forgets-notifier'],
  /** When open fails half-way, the same. */
  openUnwind: ['whole', 'forgets-queue', 'forgets-bond'],
  /** When mmap of a queue’s region is refused or fails, the same. */
  mmapUnwind: ['whole', 'forgets-region'],
  ...vfioSwitches,
} as const;

export type SwitchName = keyof typeof switches;
export type Switches = { readonly [K in SwitchName]: (typeof switches)[K][number] };

export const reference = Object.fromEntries(
  Object.entries(switches).map(([name, values]) => [name, values[0]]),
) as Switches;
