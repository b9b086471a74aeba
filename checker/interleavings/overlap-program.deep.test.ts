import { describe } from 'vitest';
import { reductionLosesNothing, reductionShowsTheCatalogue } from './overlap-program.contract.ts';

describe('schedules that differ only in what can be exchanged', () => {
  reductionLosesNothing(Infinity);
  reductionShowsTheCatalogue(true, 1500);
});
