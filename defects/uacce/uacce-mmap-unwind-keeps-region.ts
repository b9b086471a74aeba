import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceMmapUnwindKeepsRegion: Defect = {
  id: 'uacce-mmap-unwind-keeps-region',
  title: 'an mmap that is refused leaks its region',
  story:
    'mmap allocates the region before it checks whether the queue already has one. If it has, the error path returns without freeing the new one.',
  source:
    'nobody reported it; the step of the error path that it leaves out is that of uacce_fops_mmap (out_with_lock)',
  fix: 'kfree(qfr) on that way out.',
  evidence: 'hypothesis',
  switches: { mmapUnwind: 'forgets-region' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mmap p0 f0 mmio', 'exit p0'),
};
