import { admits, where } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';

export const pages: OfDomain = {
  clauses: [
    where('locked-vm', 'too-much', 'pages stay charged', { clause: 'too much is charged' }),
    where('locked-vm', 'too-little', 'pages are not charged', { clause: 'too little is charged' }),
    where(
      'locked-vm',
      'after-exit',
      'a process ends or changes its program',
      { command: 'exit' },
      { command: 'exec' },
    ),
    where('memlock-limit', 'mlock', 'mlock goes over the limit', { command: 'mlock' }),
    where('pin-balance', 'kept', 'a page stays pinned', { clause: 'a page stays pinned' }),
    where('pin-balance', 'lost', 'a pin is lost', { clause: 'a pin is lost' }),
    where(
      'failure-atomicity',
      'pinned',
      'what is refused has pinned or unpinned',
      { clause: 'refused, but a page stays pinned' },
      { clause: 'refused, but a pin is lost' },
    ),
    where('failure-atomicity', 'charged', 'what is refused has charged', {
      clause: 'refused, but more is charged',
    }),
    where('failure-atomicity', 'credited', 'what is refused has credited', {
      clause: 'refused, but less is charged',
    }),
    admits('mlock', 'ENOMEM', 'though it stays below the limit'),
  ],
  unfailing: ['setrlimit', 'mmap-page', 'munmap-page', 'dropcap'],
  undisturbed: ['munlock'],
  waiting: [],
};
