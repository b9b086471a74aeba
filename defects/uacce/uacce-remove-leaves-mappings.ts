import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceRemoveLeavesMappings: Defect = {
  id: 'uacce-remove-leaves-mappings',
  title: 'user space keeps its mapping of a removed device',
  story:
    'Removal of the device stops and unbinds its queues but leaves the mappings of user space. The process still reads and writes registers and memory that have no owner, or a new one. (The drivers of HiSilicon wait until none of their queues is in use. So this needs a driver that does not, or a queue that PUT_Q gives back meanwhile.)',
  source:
    'Gao, 2020-02-24 and 2020-02-26, “[PATCH] uacce: unmap remaining mmapping from user space”',
  fix: 'uacce_remove calls unmap_mapping_range; an access raises SIGBUS.',
  evidence: 'verified',
  switches: { uacceRemove: 'leaves-mappings' },
  law: 'answers-conform',
  place: { command: 'touch', answer: 'success' },
  world: 'sva',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'mmap p0 f0 mmio',
    'hotplug d0 remove',
    'touch p0 f0 mmio',
  ),
};
