// The goals of each room, a line each. Their order means nothing.
export { enqcmdGoals } from './enqcmd/goals.ts';
export { ioasidGoals } from './ioasid/goals.ts';
export { pageAnswerGoals } from './pages/answers.ts';
export { pageSituationGoals } from './pages/situations.ts';
export { prqGoals } from './prq/goals.ts';
export { processGoals } from './process/goals.ts';
export { setsGoals } from './sets/goals.ts';
export { answerGoals } from './sva/answers.ts';
export { situationGoals } from './sva/situations.ts';
export { vfioAnswerGoals } from './vfio/answers.ts';
export { vfioSituationGoals } from './vfio/situations.ts';
