import type { LinuxFunction } from '../../fidelity.ts';
import { uacceFile as file, uacceRead as read } from './read.ts';

/** Files of a device: open, release, poll. */
export const filesFidelity: readonly LinuxFunction[] = [
  {
    name: 'uacce_fops_open',
    file,
    read,
    behaviours: [
      {
        linux:
          'A minor whose device was removed is refused with ENODEV before a queue is allocated; the core has allocated the file by then.',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'uacce/uacce.ts: uacceFopsOpen',
        test: 'uacce/uacce.test.ts: fails with ENODEV before it allocates a queue, and after the file was allocated',
      },
      {
        linux:
          'The queue is allocated, the caller’s mm is bound, then the driver makes a hardware queue: the order in which allocations can fail.',
        versions: 'v5.8 to v6.2',
        verdict: 'same',
        simulation: 'uacce/uacce.ts: openQueue',
        test: 'uacce/uacce.test.ts: leaves nothing behind if one of its allocations fails, in their order',
      },
      {
        linux:
          'Bind, get_queue and the preparation of the queue run without a lock; queues_lock is held only to add the queue to the list of the device.',
        versions: 'v5.8 to v5.19',
        verdict: 'same',
        simulation: 'uacce/uacce.ts: uacceFopsOpen',
        test: 'uacce/mutex.test.ts: is not waited for by open, or by munmap',
      },
      {
        linux:
          'uacce->mutex is held for all of it, and a device without parent is refused with EINVAL after the wait. The device is the one that was looked up before the wait, whatever has its minor by then.',
        versions: 'v6.0 to v6.2',
        source:
          'Brucker, 2022-06-24, “uacce: Handle parent device removal or parent driver module rmmod”',
        verdict: 'same',
        simulation: 'uacce/uacce.ts: uacceFopsOpen',
        test: 'pci/hotplug.test.ts: before an open that waits lets that fail, also if another device has come (%j)',
      },
      {
        linux: 'A bind that has no PASID in the end is undone, and open answers ENODEV.',
        versions: 'v5.8 to v6.2',
        verdict: 'same',
        simulation: 'uacce/uacce.ts: openQueue',
        test: 'uacce/uacce.test.ts: is undone with ENODEV if the bond has no PASID in the end',
      },
      {
        linux: 'The inode of the file becomes that of the device, over that of the open before it.',
        versions: 'v5.7 to v6.4',
        source: 'commit df1b056d489d',
        verdict: 'same',
        simulation: 'uacce/uacce.ts: rememberInode',
        test: 'uacce/mappings.test.ts: had to be the last one before that, or its mappings were left',
      },
      {
        linux:
          'A device without SVA (bind is skipped), or a driver without get_queue, can be opened as well.',
        versions: 'v5.7 to v6.2',
        verdict: 'not simulated',
        because: 'Without a bond there is no PASID, and nothing that this project is about.',
        hides: 'nothing',
      },
      {
        linux:
          'get_queue is called without a lock: after a removal it uses the driver’s data of a device that is gone.',
        versions: 'v5.7 to v5.19',
        source: 'Brucker, 2022-06-20, “uacce: Tidy up locking”',
        verdict: 'same',
        simulation: 'uacce/uacce.ts: openQueue',
        test: 'uacce/uacce.test.ts: asked the driver of a device that was removed meanwhile, before v6.0',
      },
      {
        linux:
          'It looks the device up by the minor of the inode, while the file holds the cdev that the inode has. A node that was made by hand has the cdev of the removed device as long as a file of that is open; a device that got the minor since is then opened, and nothing holds its struct. When it is removed as well, the release uses the freed struct.',
        versions: 'v5.7 to v6.3, and in a text of 2026',
        source: 'chrdev_open and uacce_fops_open, as we read them; nobody reported it',
        verdict: 'not simulated',
        because:
          'A file belongs to the device that it found, and the struct of a device never goes. So that use after free is not found, also not in the world sva-uacce, whose nodes stay.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'uacce_alloc',
    file,
    read,
    behaviours: [
      {
        linux:
          'A device gets the lowest minor that is free, so one that comes back may have another node than before, and another device its old one.',
        versions: 'v5.7 to v6.3',
        verdict: 'not simulated',
        because: 'Each slot has its node. A program finds a device by its name, not by its minor.',
        hides: 'nothing',
      },
      {
        linux:
          'Page faults are enabled first, then SVA. If either fails, the device is made without SVA; hisi_qm then removes it and reports EINVAL.',
        versions: 'v5.14 to v6.3',
        source: 'qm_alloc_uacce of about v5.13, for hisi_qm',
        verdict: 'not simulated',
        because: 'SVA can always be enabled, and a device appears in one step.',
        hides: 'nothing',
      },
      {
        linux:
          'The device is in the array of minors before its list of queues and its mutex are initialised.',
        versions: 'v5.7 to v6.3',
        verdict: 'not simulated',
        because:
          'A device appears in one step. Without a cdev it cannot be opened, except through an inode that still has that of a removed device.',
        hides: 'a mistake',
      },
      {
        linux:
          'The device has attributes in sysfs. available_instances asks the driver, without a lock, until the removal deletes the device.',
        versions: 'v5.7 to v6.3',
        verdict: 'not simulated',
        because:
          'No command reads them. A read changes nothing, but it may come while the driver frees its data, which hisi_qm does before it removes uacce.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'uacce_register',
    file,
    read,
    behaviours: [
      {
        linux:
          'If it fails, the cdev is deleted, and the pointer to it kept. The driver then calls uacce_remove, which deletes it once more.',
        versions: 'from v5.7 until that commit',
        source: 'commit a3bece3678f6',
        verdict: 'not simulated',
        because: 'A device appears in one step that cannot fail.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'uacce_fops_release',
    file,
    read,
    behaviours: [
      {
        linux:
          'The queue leaves the list first, under queues_lock, which is given back before the queue is put.',
        versions: 'v5.8 to v5.19',
        source: '“uacce: Remove mm_exit() op” (v5.8); in v5.7 the queue is put first',
        verdict: 'same',
        simulation: 'uacce/uacce.ts: uacceFopsRelease',
        test: 'uacce/uacce.test.ts: gives back the lock of the list before it puts the queue, before v6.0',
      },
      {
        linux: 'Then the queue is put, unbound and freed, in this order.',
        versions: 'v5.8 to v6.2',
        verdict: 'same',
        simulation: 'uacce/uacce.ts: uacceFopsRelease',
        test: 'uacce/uacce.test.ts: stops the queue, unbinds and frees, with the last reference to the file',
      },
      {
        linux:
          'A queue that a removal has unbound is not unbound again, because the pointer to its bond is NULL.',
        versions: 'v5.8 to v6.2',
        verdict: 'same',
        simulation: 'uacce/queue.ts: unbindQueue',
        test: 'uacce/uacce.test.ts: unbinds nothing a second time after hot-remove did',
      },
      {
        linux:
          'There is no ioctl that binds another mm: the bond of open is the only one of a queue.',
        versions: 'v5.8 to v6.2',
        verdict: 'simplified',
        simulation: 'uacce/handle.ts: bindThroughFile',
        because:
          'bind and unbind stand for drivers that do (idxd, amd). release and removal end such bonds after that of open.',
        hides: 'nothing',
        test: 'uacce/uacce.test.ts: unbinds the handles that were bound through the file',
      },
    ],
  },
  {
    name: 'uacce_fops_poll',
    file,
    read,
    behaviours: [
      {
        linux: 'No lock is taken and no state is checked: the driver is called even after removal.',
        versions: 'v5.7 to v5.19',
        source: 'Brucker, 2022-06-20, “uacce: Tidy up locking”',
        verdict: 'same',
        simulation: 'uacce/poll.ts: uacceFopsPoll',
        test: 'uacce/uacce.test.ts: asked without a lock before v6.0, also the driver of a device that was removed',
      },
      {
        linux: 'The state of the queue is looked at under q->mutex, under which removal puts it.',
        versions: 'v6.0 to v6.2',
        verdict: 'same',
        simulation: 'uacce/poll.ts: uacceFopsPoll',
        test: 'uacce/uacce.test.ts: is excluded by the mutex under which removal puts the queue',
      },
      {
        linux:
          'A queue that is neither initialised nor started has no events, and the driver is not asked.',
        versions: 'v6.0 to v6.2',
        verdict: 'same',
        simulation: 'uacce/poll.ts: uacceFopsPoll',
        test: 'uacce/uacce.test.ts: asks the driver, and not for a queue that is dead',
      },
      {
        linux:
          'After PUT_Q the driver reads a hardware queue of the pool, and takes its completions, even if another file owns it now.',
        versions: 'v5.7 to v5.19',
        verdict: 'simplified',
        simulation: 'uacce/poll.ts: uacceFopsPoll',
        because:
          'Hardware queues are not used again and complete nothing, so the call of the driver has no effect.',
        hides: 'a mistake',
        test: 'uacce/uacce.test.ts: after PUT_Q reads a queue of the pool, which exists',
      },
      {
        linux: 'poll waits on the queue’s wait queue until the interrupt of the device wakes it.',
        versions: 'v5.7 to v6.2',
        verdict: 'simplified',
        simulation: 'uacce/poll.ts: uacceFopsPoll',
        because: 'poll has no timeout here and never finds an event: hardware finishes nothing.',
        hides: 'an order',
        test: 'uacce/uacce.test.ts: asks the driver, and not for a queue that is dead',
      },
    ],
  },
];
