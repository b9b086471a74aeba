import type { Goal } from '../linux-law.ts';
import { ioasidGoals } from './ioasid/goals.ts';
import { processGoals } from './process/goals.ts';
import { answerGoals } from './sva/answers.ts';
import { situationGoals } from './sva/situations.ts';
import { vfioAnswerGoals, vfioSituationGoals } from './vfio/goals.ts';

/** Every goal there is. */
export const goals: readonly Goal[] = [
  ...answerGoals,
  ...ioasidGoals,
  ...processGoals,
  ...situationGoals,
  ...vfioAnswerGoals,
  ...vfioSituationGoals,
];
