import { describe } from 'vitest';
import { countsAsPinned } from './command-space.contract.ts';

describe('the states of the reference kernel by the commands that reach them first', () => {
  countsAsPinned(Infinity);
});
