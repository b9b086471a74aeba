import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceRemoveZapsLastInode: Defect = {
  id: 'uacce-remove-zaps-last-inode',
  title: 'removal unmaps only what was mapped through the node that was opened last',
  story:
    'A device has a node on the host and one in each container, with an inode each. Every open stores its inode in the device, over that of the open before it. Removal unmaps the mappings of this inode. A process that opened another node keeps its mapping of the removed device. (If that last node is gone, Linux also uses its inode after it was freed; here nodes stay.) (The drivers of HiSilicon wait until none of their queues is in use. So this needs a driver that does not, or a queue that PUT_Q gives back meanwhile.)',
  source:
    'commit df1b056d489d (v6.5) and Gao, 2023-05-11, “uacce: use q->mapping to replace inode->i_mapping”',
  fix: 'Each queue remembers the mapping of its own file, and removal unmaps that of each queue (v6.5).',
  evidence: 'verified',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18-rc1-mmget', 'linux-5.18'],
  switches: { uacceInode: 'of-last-opener' },
  law: 'answers-conform',
  place: { command: 'touch', answer: 'success' },
  world: 'sva-uacce',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'mmap p0 f0 mmio',
    'fork p0 -> p1',
    'open p1 d0 -> f1',
    'hotplug d0 remove',
    'touch p0 f0 mmio',
  ),
};
