import type { Goal } from '../goal.ts';
import { answerGoals } from './answers.ts';
import { situationGoals } from './situations.ts';

/** Every goal there is. */
export const goals: readonly Goal[] = [...answerGoals, ...situationGoals];
