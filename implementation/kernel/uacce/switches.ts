import type { SwitchTable } from '../subsystem.ts';

/** Every place where drivers/misc/uacce and the drivers of its devices did it differently. The first value of each is the reference. */
export const uacceSwitches = {
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
  openUnwind: {
    says: 'When open fails half-way, the same.',
    values: ['whole', 'forgets-queue', 'forgets-bond'],
  },
  mmapUnwind: {
    says: 'When mmap of a queue’s region is refused or fails, the same.',
    values: ['whole', 'forgets-region'],
  },
} as const satisfies SwitchTable;
