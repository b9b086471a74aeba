import { describe } from 'vitest';
import { versions } from '../versions/index.ts';
import { keepsTheContract, neverRunsOutOfRoom } from './simulated.contract.ts';

keepsTheContract(versions);

describe('the simulated kernel', () => {
  neverRunsOutOfRoom(500);
});
