import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceSplitForgetsRegion: Defect = {
  id: 'uacce-split-forgets-region',
  title:
    'after the end of the registers was unmapped, the queue’s memory can be mapped a second time',
  story:
    'munmap of a part of an area splits it in two. The second part begins at a later page of the file, and its close frees the region at that page. After the first page of mmio that is dus. Since close clears the queue’s pointer, the dus region is not freed twice. But the queue now treats it as unmapped although it is mapped.',
  source:
    'uacce_vma_close after commit 282c22a8bbea (v6.5), and uacce_vm_ops, which has no may_split; our reading. We know of no report',
  fix: 'may_split refuses, or close clears the region that the mapping was made with.',
  evidence: 'inferred',
  switches: { uacceSplit: 'split' },
  law: 'answers-conform',
  place: { command: 'mmap', answer: 'success' },
  world: 'sva-uacce',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'mmap p0 f0 mmio',
    'mmap p0 f0 dus',
    'munmap-part p0 f0 mmio',
    'mmap p0 f0 dus',
  ),
};
