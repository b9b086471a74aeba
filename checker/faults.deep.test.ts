import { describe } from 'vitest';
import { bearsFailingAllocations } from './faults.contract.ts';

describe('the reference', () => {
  bearsFailingAllocations({ depth: 4, commands: 60_000 });
});
