import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaBindMmgetRefcycle: Defect = {
  id: 'sva-bind-mmget-refcycle',
  title: 'a bond that holds mm_users keeps the process’s memory for ever',
  story:
    'bind takes mm_users, and unbind, in the file’s release, drops it. But the address space maps a region of the queue, and a mapping holds the file: mm_users -> mapping -> file -> bond -> mm_users. At exit the address space is never torn down, so the file is never released.',
  source:
    'Gao, 2022-04-24 (third experiment: fops_release is not called); RFC of 2022-04-15; the same in v4.4 VT-d SVM, fixed in v4.5 (Woodhouse, 2016-01-13)',
  fix: 'A bond holds mm_count (the struct), not mm_users (the address space).',
  evidence: 'verified',
  releases: ['linux-5.18-rc1-mmget'],
  switches: { bondPins: 'mm_users' },
  law: 'liveness',
  place: { clause: 'a reference cycle keeps an mm' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exit p0'),
  also: [
    {
      law: 'no-stale-translation',
      place: { clause: 'a cached translation outlives its bond' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'mmap p0 f0 mmio',
        'start p0 f0',
        'dma f0',
        'exit p0',
      ),
    },
  ],
};
