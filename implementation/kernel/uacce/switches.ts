import type { SwitchTable } from '../subsystem.ts';

/** Where drivers/misc/uacce and the drivers of its devices have changed. The first value of each switch is the reference. */
export const uacceSwitches = {
  uacceMutexCovers: {
    says: 'Which part of open and release holds uacce->mutex (before v6.0: queues_lock): all of it, or only the change to the list of queues.',
    values: ['whole-operation', 'list-alone'],
  },
  uacceIoctlMutex: {
    says: 'Which mutex protects the state of a queue. That of the device: ioctl and removal take it, and mmap and removal that of the queue (v6.0). One for all queues: start, put and mmap take it, and so does removal (v5.7 to v5.19). Or one that only ioctl takes.',
    values: ['of-device', 'global', 'of-ioctls'],
  },
  uacceStart: {
    says: 'UACCE_CMD_START_Q: the state is checked under the mutex; or only before the mutex is taken; or, if another task holds the mutex, that task does the start.',
    values: ['checked-under-mutex', 'checked-before-mutex', 'left-to-holder'],
  },
  unbindOfGone: {
    says: 'An unbind that has taken the mutex and finds no handle: an error, or success.',
    values: ['refused', 'called-done'],
  },
  uacceMmapMutex: {
    says: 'Which mutex serialises mmap of a region with removal of its queue: that of the queue, or that of the device, which open holds while it takes mmap_lock.',
    values: ['of-queue', 'of-device'],
  },
  uacceRemoveUnbind: {
    says: 'Removal of the device: whether a queue is unbound after its mutex was released, or under it.',
    values: ['after-unlock', 'under-queue-mutex'],
  },
  uaccePutQ: {
    says: 'UACCE_CMD_PUT_Q: stop a queue that runs; or stop it and free its resources; or stop it and set it to ready, whatever its state was.',
    values: ['stop', 'stop-and-put', 'stop-and-init'],
  },
  uacceUnbind: {
    says: 'uacce_unbind_queue: whether it clears the queue’s pointer to the bond, or keeps it.',
    values: ['forgets-bond', 'keeps-bond'],
  },
  uacceRefusal: {
    says: 'How an ioctl or mmap that is refused returns: through the unlock, or at once.',
    values: ['unlocks', 'returns-at-once'],
  },
  uacceRemove: {
    says: 'Whether and when removal of the device unmaps the mappings of its queues (unmap_mapping_range): queue by queue, as it puts them; or first of all, before it takes a lock (v5.7 to v6.4); or never.',
    values: ['unmaps', 'unmaps-first', 'leaves-mappings'],
  },
  uacceMremap: {
    says: 'mremap of a queue’s region: refused, or the core’s default move.',
    values: ['refused', 'moved'],
  },
  uacceVmaClose: {
    says: 'vm_ops->close of a region: whether it clears the queue’s pointer to the region that it frees, under the mutex of the queue; or keeps it, and takes no lock (before v6.5).',
    values: ['forgets-region', 'keeps-region'],
  },
  uaccePoll: {
    says: 'poll: it checks the state of the queue, under a mutex that removal takes (v6.0), or calls the driver at once.',
    values: ['checks-queue', 'calls-driver'],
  },
  uacceSplit: {
    says: 'munmap of a part of a region: refused, or the area is split in two.',
    values: ['refused', 'split'],
  },
  uacceInode: {
    says: 'Which mappings removal unmaps: those of each queue, or those that were made through the node that was opened last (v5.7 to v6.4).',
    values: ['of-queue', 'of-last-opener'],
  },
  uacceDeadQueue: {
    says: 'ioctl and mmap on a queue whose device was removed: a separate check refuses them (ENXIO), or the check of the state does (EINVAL).',
    values: ['own-check', 'state-check'],
  },
  openUnwind: {
    says: 'open fails half-way: which object it does not release.',
    values: ['whole', 'forgets-queue', 'forgets-bond'],
  },
  mmapUnwind: {
    says: 'mmap of a queue’s region is refused or fails: which object it does not free.',
    values: ['whole', 'forgets-region'],
  },
} as const satisfies SwitchTable;
