import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceMmapEscapesZap: Defect = {
  id: 'uacce-mmap-escapes-zap',
  title: 'removal misses a mapping that mmap is still setting up',
  story:
    'mmap has checked the queue, and the driver has made the page table entries. Only after that is the area linked where unmap_mapping_range looks for it. A removal in between unmaps nothing, so the process can still reach the removed device. (The drivers of HiSilicon wait until none of their queues is in use. So this needs a driver that does not, or a queue that PUT_Q gives back meanwhile.)',
  source:
    'mm/mmap.c, mmap_region (call_mmap before vma_link) beside uacce_remove, as we read them: the mutex that excludes removal (uacce_mutex, since v6.0 q->mutex) is released before the link. We know of no report',
  fix: 'Make the entries on a fault, or link the area before the driver is called. Before v6.5 removal also has to unmap later (uacce-remove-unmaps-first).',
  evidence: 'inferred',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18-rc1-mmget', 'linux-5.18'],
  switches: { vmaLink: 'after-driver' },
  law: 'answers-conform',
  place: { command: 'touch', answer: 'success' },
  world: 'sva-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'mmap p0 f0 mmio [stops at mmap_region: mapped by the driver, not yet linked]',
    'hotplug d0 remove',
    'continue p0',
    'touch p0 f0 mmio',
  ),
};
