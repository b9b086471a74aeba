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
    const sample = () => fc.sample(traces(sva), { seed: 12, numRuns: 20 }).map(linesOf);
    expect(sample()).toEqual(sample());
  });

  it('combine with other arbitraries', () => {
    const pairs = fc.tuple(traces(sva), fc.boolean());
    const [[trace, flag]] = fc.sample(pairs, { seed: 1, numRuns: 1 }) as [
      [{ world: unknown }, boolean],
    ];
    expect(trace.world).toBe(sva);
    expect(typeof flag).toBe('boolean');
  });
});
