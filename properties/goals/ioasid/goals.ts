import { answeredWith } from '../../goal.ts';
import type { Goal } from '../../linux-law.ts';

/** Goals of drivers that allocate PASIDs for themselves. */
export const ioasidGoals: readonly Goal[] = [
  answeredWith('alloc', 'OK'),
  answeredWith('alloc', 'ENOSPC'),
  answeredWith('free', 'OK'),
];
