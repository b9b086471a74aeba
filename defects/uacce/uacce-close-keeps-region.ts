import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceCloseKeepsRegion: Defect = {
  id: 'uacce-close-keeps-region',
  title: 'a region that was unmapped cannot be mapped again',
  story:
    'vm_ops->close frees the region but leaves the queue’s pointer to it. So a later mmap finds the region in use and returns -EEXIST until the file is closed.',
  source:
    'uacce_vma_close in drivers/misc/uacce/uacce.c before commit 282c22a8bbea (May 2023), which clears the pointer',
  fix: 'close clears the queue’s pointer before it frees the region.',
  evidence: 'verified',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18-rc1-mmget', 'linux-5.18'],
  switches: { uacceVmaClose: 'keeps-region' },
  law: 'answers-conform',
  place: { command: 'mmap', answer: 'EEXIST' },
  world: 'sva',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'mmap p0 f0 mmio',
    'munmap p0 f0 mmio',
    'mmap p0 f0 mmio',
  ),
};
