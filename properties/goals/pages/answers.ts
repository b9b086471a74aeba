import { hasPages } from '../../../model/pages/bounds.ts';
import { answeredWith } from '../../goal.ts';
import type { Goal } from '../../linux-law.ts';

/** Every command about the pages of a process with every outcome that it can have. */
export const pageAnswerGoals: readonly Goal[] = [
  { ...answeredWith('mlock', 'OK'), in: hasPages },
  { ...answeredWith('mlock', 'EPERM'), in: ({ pages }) => pages?.limits.includes(0) ?? false },
  { ...answeredWith('mlock', 'ENOMEM'), in: hasPages },
  { ...answeredWith('munlock', 'OK'), in: hasPages },
  { ...answeredWith('munlock', 'ENOMEM'), in: hasPages },
  { ...answeredWith('setrlimit', 'OK'), in: hasPages },
  { ...answeredWith('mmap-page', 'OK'), in: hasPages },
  { ...answeredWith('munmap-page', 'OK'), in: hasPages },
  { ...answeredWith('dropcap', 'OK'), in: ({ pages }) => pages?.capable ?? false },
];
