import { describe } from 'vitest';
import { ofRandomPrograms, ofThreeTasksAre } from './schedules.contract.ts';

describe('all schedules', () => {
  ofThreeTasksAre(5, 756_756);
});

ofRandomPrograms(150);
