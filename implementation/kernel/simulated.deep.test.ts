import { describe } from 'vitest';
import { neverRunsOutOfRoom } from './simulated.contract.ts';

describe('the simulated kernel', () => {
  neverRunsOutOfRoom(500);
});
