import { describe } from 'vitest';
import { worlds } from '../model/worlds.ts';
import { threads } from '../testing/threads.ts';
import { breaksNothing, reachesEveryGoal } from './coverage.contract.ts';

describe.each([...worlds, threads])('on the reference kernel in world $name', (world) => {
  breaksNothing(world, 2000);
  reachesEveryGoal(world, 200_000);
});
