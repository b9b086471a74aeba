import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { checkSymmetry } from '../testing/symmetry.ts';
import { threads } from '../testing/threads.ts';
import { threadsBreakNothing } from './threads.contract.ts';

describe('processes with several threads', () => {
  // Until every goal is reached: threads.deep.test.ts.
  threadsBreakNothing(150);

  it('may have any names and lie in any places', () => {
    const kernel = new SimulatedKernel('reference', reference);
    expect(checkSymmetry(kernel, threads, 60, 1).failures).toEqual([]);
  });
});
