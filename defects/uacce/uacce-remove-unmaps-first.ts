import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceRemoveUnmapsFirst: Defect = {
  id: 'uacce-remove-unmaps-first',
  title: 'removal unmaps before it makes the queues dead, so mmap can map one after that',
  story:
    'uacce_remove unmaps all mappings of the device first, without a lock, and puts the queues afterwards, one by one. Until its queue is put, an mmap finds it ready and maps it. Nothing unmaps this mapping any more, so the process can still reach the removed device, and memory that the driver frees. (The drivers of HiSilicon wait until none of their queues is in use. So this needs a driver that does not, or a queue that PUT_Q gives back meanwhile.)',
  source:
    'uacce_remove and uacce_fops_mmap in drivers/misc/uacce/uacce.c, v5.7 to v6.4, as we read them. Commit df1b056d489d (v6.5) moved the call after the put of each queue, for another reason: the node in a container has another inode',
  fix: 'Unmap a queue after it was put, or under the mutex under which it is put (v6.5).',
  evidence: 'inferred',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18-rc1-mmget', 'linux-5.18'],
  switches: { uacceRemove: 'unmaps-first' },
  law: 'answers-conform',
  place: { command: 'touch', answer: 'success' },
  world: 'sva-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'hotplug d0 remove [stops at uacce_remove: mappings removed, queues not yet put]',
    'mmap p0 f0 mmio',
    'continue-hotplug d0',
    'touch p0 f0 mmio',
  ),
};
