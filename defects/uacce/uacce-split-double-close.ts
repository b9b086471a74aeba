import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceSplitDoubleClose: Defect = {
  id: 'uacce-split-double-close',
  title: 'unmapping the end of the registers frees the region of the queue’s memory',
  story:
    'munmap of a part of an area splits it in two. The second part begins at a later page of the file, and its close frees the region at that page. After the first page of mmio that is dus. It frees the dus region, which is still mapped and stays in the queue’s table. The close of the dus mapping frees it again. (The registers have two pages or more on hardware since version 2.)',
  source:
    'uacce_vma_close (qfrs[vma->vm_pgoff]) and uacce_vm_ops without may_split in drivers/misc/uacce/uacce.c, with __split_vma in mm/mmap.c, as we read them. We know of no report. The double free needs a close that keeps the pointer, as before commit 282c22a8bbea (v6.5)',
  fix: 'may_split refuses, or close frees the region that the mapping was made with.',
  evidence: 'inferred',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18'],
  switches: { uacceSplit: 'split', uacceVmaClose: 'keeps-region' },
  law: 'no-splat',
  place: { splat: 'double free', where: 'uacce_vma_close', what: 'uacce_qfile_region' },
  world: 'sva-uacce',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'mmap p0 f0 mmio',
    'mmap p0 f0 dus',
    'munmap-part p0 f0 mmio',
    'exit p0',
  ),
};
