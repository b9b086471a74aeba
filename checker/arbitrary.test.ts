import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { sva } from '../testing/model.ts';
import { linesOf } from '../testing/shrinking.ts';
import { traces } from './arbitrary.ts';

describe('traces(world)', () => {
  it('serve a property of somebody else', () => {
    const kernel = new SimulatedKernel('reference', reference);
    fc.assert(
      fc.property(traces(sva), ({ world, steps }) => {
        kernel.reset(world);
        for (const c of steps) kernel.apply(c);
        return kernel.observe().splats.length === 0;
      }),
      { seed: 1, numRuns: 200, endOnFailure: true },
    );
  });

  it('are repeated by fast-check’s seed', () => {
    const [first, second] = [1, 2].map(() =>
      fc.sample(traces(sva), { seed: 12, numRuns: 20 }).map(linesOf),
    );
    expect(second).toEqual(first);
  });

  it('combine with other arbitraries', () => {
    const pairs = fc.sample(fc.tuple(traces(sva), fc.boolean()), { seed: 1, numRuns: 10 });
    for (const [trace, flag] of pairs) {
      expect(trace.world).toBe(sva);
      expect(typeof flag).toBe('boolean');
    }
  });
});
