import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaUnbindMmputUnderLock: Defect = {
  id: 'sva-unbind-mmput-under-lock',
  title: 'unbind drops the last mm_users while it holds sva_lock',
  story:
    'When a bond holds mm_users, unbind drops the last reference, not exit_mm. mmput then tears the address space down, and the notifier takes sva_lock, which unbind already holds.',
  source:
    'Brucker, 2022-04-20, on the RFC “iommu/sva: Fix PASID use-after-free issue” of 2022-04-15',
  fix: 'Call mmput after the lock is released, or take no mm_users.',
  evidence: 'verified',
  switches: { bondPins: 'mm_users', mmputInUnbind: 'under-lock' },
  law: 'no-splat',
  place: { splat: 'recursive locking', where: 'arm_smmu_mm_release', what: 'sva_lock' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'exit', answer: 'HUNG' },
      shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
    },
    {
      law: 'answers-conform',
      place: { command: 'exec', answer: 'HUNG' },
      shortest: parseSteps('open p0 d0 -> f0', 'exec p0'),
    },
    {
      law: 'answers-conform',
      place: { command: 'close', answer: 'HUNG' },
      shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'close p1 f0'),
    },
    {
      law: 'answers-conform',
      place: { command: 'unbind', answer: 'HUNG' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'bind p1 f0 -> h0',
        'exit p1',
        'unbind p0 h0',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'munmap', answer: 'HUNG' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'exit p0',
        'mmap p1 f0 mmio',
        'close p1 f0',
        'munmap p1 f0 mmio',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'hotplug', answer: 'HUNG' },
      shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'hotplug d0 remove'),
    },
  ],
};
