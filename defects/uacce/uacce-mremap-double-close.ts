import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceMremapDoubleClose: Defect = {
  id: 'uacce-mremap-double-close',
  title: 'moving a mapping frees its region twice',
  story:
    'mremap copies the area, with the driver’s private pointer, and closes the old area, which frees the region. The munmap of the copy closes it too, and frees the same region again.',
  source:
    'commit 02695347be53; the double free needs a close that keeps the pointer, as before commit 282c22a8bbea (May 2023)',
  fix: 'mremap of such a mapping is refused with -EPERM.',
  evidence: 'verified',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18'],
  switches: { uacceMremap: 'moved', uacceVmaClose: 'keeps-region' },
  law: 'no-splat',
  place: { splat: 'double free', where: 'uacce_vma_close', what: 'uacce_qfile_region' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mremap p0 f0 mmio', 'exit p0'),
};
