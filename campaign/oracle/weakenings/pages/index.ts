import { admits, where } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';

export const pages: OfDomain = {
  clauses: [
    where('locked-vm', 'too-much', 'pages stay charged', { clause: 'too much is charged' }),
    where('locked-vm', 'too-little', 'pages are not charged', { clause: 'too little is charged' }),
    where(
      'locked-vm',
      'after-exit',
      'a break at exit or exec',
      { command: 'exit' },
      { command: 'exec' },
    ),
    where('memlock-limit', 'mlock', 'mlock exceeds the limit', { command: 'mlock' }),
    where('pin-balance', 'kept', 'a page stays pinned', { clause: 'a page stays pinned' }),
    where('pin-balance', 'lost', 'a pin is lost', { clause: 'a pin is lost' }),
    where(
      'failure-atomicity',
      'pinned',
      'a command that fails changes pins',
      { clause: 'refused, but a page stays pinned' },
      { clause: 'refused, but a pin is lost' },
    ),
    where('failure-atomicity', 'charged', 'a command that fails leaves a charge', {
      clause: 'refused, but more is charged',
    }),
    where('failure-atomicity', 'credited', 'a command that fails leaves a credit', {
      clause: 'refused, but less is charged',
    }),
    admits('mlock', 'ENOMEM', 'although it stays within the limit'),
  ],
  unfailing: ['setrlimit', 'mmap-page', 'munmap-page', 'dropcap'],
  undisturbed: ['munlock'],
  waiting: [],
};
