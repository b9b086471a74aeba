import { answeredWith } from '../../goal.ts';
import type { Goal } from '../../linux-law.ts';

/** What drivers that take PASIDs for themselves come to. */
export const ioasidGoals: readonly Goal[] = [
  answeredWith('alloc', 'OK'),
  answeredWith('alloc', 'ENOSPC'),
  answeredWith('free', 'OK'),
];
