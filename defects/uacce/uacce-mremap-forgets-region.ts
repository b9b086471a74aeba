import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceMremapForgetsRegion: Defect = {
  id: 'uacce-mremap-forgets-region',
  title: 'a region that was moved can be mapped a second time',
  story:
    'mremap copies the area and closes the old one. Since close clears the queue’s pointer, the region is not freed twice any more. But the queue now treats the region as unmapped although the copy still maps it: mmap maps it again, and each of the two closes frees memory that the other mapping uses.',
  source:
    'uacce_vma_close after commit 282c22a8bbea (May 2023) and before mremap was refused (02695347be53, January 2026); our reading of the two',
  fix: 'mremap of such a mapping is refused with -EPERM.',
  evidence: 'inferred',
  switches: { uacceMremap: 'moved' },
  law: 'answers-conform',
  place: { command: 'mmap', answer: 'success' },
  world: 'sva',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'mmap p0 f0 mmio',
    'mremap p0 f0 mmio',
    'mmap p0 f0 mmio',
  ),
};
