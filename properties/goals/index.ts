import { hasDevices } from '../../model/sva/bounds.ts';
import type { Goal } from '../linux-law.ts';
import { answerGoals } from './sva/answers.ts';
import { situationGoals } from './sva/situations.ts';
import { vfioAnswerGoals, vfioSituationGoals } from './vfio/goals.ts';

/** What needs no SVA: processes come and go everywhere. */
const everywhere = new Set(['exit', 'exec', 'gp', 'work'].map((kind) => `${kind} answers success`));
const withChildren = new Set(['fork answers success', 'clone answers success']);

/** Goals of the PASID half, where there is one. */
function whereSva(goal: Goal): Goal {
  if (everywhere.has(goal.name)) return goal;
  if (withChildren.has(goal.name)) return { ...goal, in: (world) => world.processes > 1 };
  return { ...goal, in: (world) => hasDevices(world) && (goal.in?.(world) ?? true) };
}

/** Every goal there is. */
export const goals: readonly Goal[] = [
  ...[...answerGoals, ...situationGoals].map(whereSva),
  ...vfioAnswerGoals,
  ...vfioSituationGoals,
];
