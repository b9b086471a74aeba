import type { LinuxFunction } from '../../fidelity.ts';
import { uacceFile as file, uacceRead as read } from './read.ts';

/** The device is removed, and registered. */
export const removalFidelity: readonly LinuxFunction[] = [
  {
    name: 'uacce_remove',
    file,
    read,
    behaviours: [
      {
        linux:
          'The mappings are removed first of all, before any lock is taken; an mmap after that is not removed.',
        versions: 'v5.7 to v6.4',
        source: 'commit df1b056d489d moved it after the unbind of each queue',
        verdict: 'same',
        simulation: 'uacce/remove.ts: uacceRemove',
        test: 'pci/hotplug.test.ts: severed mappings before it took any lock, up to v6.4, and so missed those that were made after that',
      },
      {
        linux: 'The mappings of a queue are removed after it was put and unbound.',
        versions: 'from v6.5',
        source: 'commit df1b056d489d',
        verdict: 'simplified',
        simulation: 'uacce/remove.ts: removeQueue',
        because:
          'They are removed before the queue is put, under the mutex that excludes mmap: the memory of a queue is freed when it is put, and in Linux only later. An access between put and unmap succeeds there, and raises SIGBUS here.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: severs the mappings of the queue, stops it, unbinds it, and then takes the device away',
      },
      {
        linux:
          'What is unmapped after a queue are all mappings that were made through its node (f_mapping), also those of queues whose turn comes later.',
        versions: 'from v6.5',
        source: 'a text of 2026',
        verdict: 'simplified',
        simulation: 'uacce/mmap.ts: zapQueue',
        because:
          'Only the mappings of that queue go. So between two queues an access to a mapping of the second succeeds here, and raises SIGBUS in Linux. In the end all are gone in both.',
        hides: 'an order',
        test: 'pci/hotplug.test.ts: severs the mappings of the queue, stops it, unbinds it, and then takes the device away',
      },
      {
        linux: 'The mappings are those of the inode that was opened last.',
        versions: 'v5.7 to v6.4',
        source: 'commit df1b056d489d',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: zapInode',
        test: 'uacce/mappings.test.ts: had to be the last one before that, or its mappings were left',
      },
      {
        linux: 'If that inode is gone (the container has ended), it is used after it was freed.',
        versions: 'v5.7 to v6.4',
        source: 'commit df1b056d489d',
        verdict: 'not simulated',
        because:
          'Nodes never go. Each process has one in the world sva-uacce, and all share one elsewhere.',
        hides: 'a mistake',
      },
      {
        linux:
          'All mappings of that inode go. A node that was made by hand (mknod, as in containers) serves the next device with its minor as well, so the removal of that one also unmaps what escaped the removal of the first.',
        versions: 'v5.7 to v6.4',
        verdict: 'simplified',
        simulation: 'uacce/mmap.ts: zapInode',
        because:
          'The removal looks at queues of the present device alone, as with nodes of devtmpfs, which go with their device. An old mapping is not severed so late.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: severed mappings before it took any lock, up to v6.4, and so missed those that were made after that',
      },
      {
        linux:
          'queues_lock is held while every queue is put and unbound, and given back before SVA is disabled.',
        versions: 'v5.8 to v5.19',
        verdict: 'same',
        simulation: 'uacce/remove.ts: uacceRemove',
        test: 'pci/hotplug.test.ts: held the lock of the list of queues only while it went through the list, before v6.0',
      },
      {
        linux:
          'uacce->mutex is held until the minor is erased and the device has no parent and no operations any more.',
        versions: 'v6.0 to v6.2',
        verdict: 'same',
        simulation: 'uacce/remove.ts: uacceRemove',
        test: 'pci/hotplug.test.ts: waits for an open that has the device’s mutex, and finds its queue',
      },
      {
        linux: 'Queues are put from the one that was opened last to the first (list_add).',
        versions: 'v5.7 to v6.2',
        verdict: 'simplified',
        simulation: 'uacce/remove.ts: uacceRemove',
        because:
          'They go from the highest slot of memory to the lowest. That is the same order unless a queue got the slot of one that was freed.',
        hides: 'an order',
        test: 'pci/hotplug.test.ts: goes through the queues from the one that was opened last',
      },
      {
        linux: 'Each queue is put under its mutex and unbound after the mutex was released.',
        versions: 'v5.8 to v6.2',
        verdict: 'same',
        simulation: 'uacce/remove.ts: removeQueue',
        test: 'pci/hotplug.test.ts: releases the mutex of a queue before it unbinds it',
      },
      {
        linux:
          'Other tasks run between the put of a queue and its unbind, and between two queues: the driver sleeps while it stops a queue.',
        versions: 'v5.8 to v6.3',
        source: 'qm_drain_qp in drivers/crypto/hisilicon/qm.c',
        verdict: 'simplified',
        simulation: 'uacce/remove.ts: removeQueue',
        because:
          'A removal stops there only if it has to wait for a mutex. release stops between put and unbind, so what happens there to a queue that is put and bound is tried in its place.',
        hides: 'an order',
        test: 'pci/hotplug.test.ts: releases the mutex of a queue before it unbinds it',
      },
      {
        linux:
          'The result of disabling SVA is ignored: a bond that is left stays, and the device goes.',
        versions: 'v5.14 to v6.2',
        verdict: 'same',
        simulation: 'uacce/remove.ts: uacceRemove',
        test: 'pci/hotplug.test.ts: goes on if SVA cannot be disabled, because a bond is left',
      },
      {
        linux: 'Neither uacce_alloc nor uacce_remove enables or disables SVA any more.',
        versions: 'a text of 2026; not in v6.3',
        source:
          'Lu Baolu’s patch that removes uacce_enable_sva, since no driver of an IOMMU had anything to enable',
        verdict: 'simplified',
        simulation: 'uacce/remove.ts: uacceRemove',
        because:
          'The reference disables SVA, as up to v6.3. A bond that is left makes that fail, and the failure is ignored.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: goes on if SVA cannot be disabled, because a bond is left',
      },
      {
        linux:
          'Page faults (IOPF) are disabled as well, and the minor is erased only after the cdev is deleted.',
        versions: 'v5.14 to v6.2',
        verdict: 'simplified',
        simulation: 'uacce/remove.ts: uacceRemove',
        because:
          'Device page faults are not simulated, and the device goes in one step: open answers ENODEV from then on.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: leaves other devices alone',
      },
      {
        linux:
          'The struct of the device stays until the last open file has gone (the cdev holds it).',
        versions: 'v5.7 to v6.2',
        verdict: 'simplified',
        simulation: 'uacce/uacce.ts: uacceFopsRelease',
        because:
          'A slot has one row of locks, so a release of an old file waits for the mutex of the next device in the slot. Its queues, mappings and bonds stay those of the old one.',
        hides: 'an order',
        test: 'pci/hotplug.test.ts: brings the device back for new opens; old files stay dead',
      },
    ],
  },
];
