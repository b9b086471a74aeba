import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeText } from '../model/place.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { versions } from '../implementation/versions/index.ts';
import type { Command } from '../model/command.ts';
import { parseSteps } from '../model/linux.ts';
import { compare } from '../shrinkers/simpler.ts';
import { runnerWith } from '../testing/judge.ts';
import { sva } from '../testing/model.ts';
import { linesOf } from '../testing/shrinking.ts';
import { traces } from './arbitrary.ts';
import { specification } from '../properties/linux.ts';

describe('traces(specification, world)', () => {
  it('serve a property of somebody else', () => {
    const kernel = new SimulatedKernel('reference', reference);
    fc.assert(
      fc.property(traces(specification, sva), ({ world, steps }) => {
        kernel.reset(world);
        for (const c of steps) kernel.apply(c);
        return kernel.observe().splats.length === 0;
      }),
      { seed: 1, numRuns: 80, endOnFailure: true },
    );
  });

  it('are repeated by fast-check’s seed', () => {
    const [first, second] = [1, 2].map(() =>
      fc.sample(traces(specification, sva), { seed: 12, numRuns: 20 }).map(linesOf),
    );
    expect(second).toEqual(first);
  });

  it('combine with other arbitraries', () => {
    const pairs = fc.sample(fc.tuple(traces(specification, sva), fc.boolean()), {
      seed: 1,
      numRuns: 10,
    });
    for (const [trace, flag] of pairs) {
      expect(trace.world).toBe(sva);
      expect(typeof flag).toBe('boolean');
    }
  });

  it('can do without any one command', () => {
    for (const left of Object.keys(specification.rules)) {
      const kinds = new Set(Object.keys(specification.rules).filter((kind) => kind !== left));
      const drawn = fc.sample(traces(specification, sva, kinds), { seed: 1, numRuns: 50 });
      expect(drawn.flatMap(({ steps }) => steps.filter((c) => c.kind === left))).toEqual([]);
      expect(drawn.some(({ steps }) => steps.length > 10)).toBe(true);
    }
  });

  it('propose only simpler traces when they shrink, so that shrinking comes to an end', () => {
    const arbitrary = traces(specification, sva);
    for (const trace of fc.sample(arbitrary, { seed: 1, numRuns: 30 })) {
      if (trace.steps.length > 14) continue; // beyond that only the number of proposals grows
      let looked = 0;
      for (const { value } of arbitrary.shrink(trace, undefined)) {
        expect(compare(value, trace, specification)).toBeLessThan(0);
        expect(value.steps.length).toBeGreaterThan(0);
        if (++looked > 200) break;
      }
    }
  });

  it('let somebody else find the daemon on linux-5.18-rc1, in six commands at most', () => {
    const { switches } = versions.find((v) => v.name === 'linux-5.18-rc1')!;
    const runner = runnerWith(switches);
    const neverHandsOutWhatIsHeld = fc.property(traces(specification, sva), ({ steps }) => {
      const places: string[] = [];
      runner.run(steps, { broken: (_step, { place }) => places.push(placeText(place)) });
      return !places.includes('handed out while held');
    });
    const { failed, counterexample } = fc.check(neverHandsOutWhatIsHeld, {
      seed: 1,
      numRuns: 5000,
    });
    expect(failed).toBe(true);
    const [trace] = counterexample!;
    expect(trace.steps.length).toBeLessThanOrEqual(6);
    expect(new Set(trace.steps.map((c) => c.kind))).toContain('fork');
  });

  it('are printed by fast-check as text that can be replayed', () => {
    const { switches } = versions.find((v) => v.name === 'linux-5.18-rc1')!;
    const runner = runnerWith(switches);
    const reuses = (steps: readonly Command[]): boolean => {
      let found = false;
      runner.run(steps, {
        broken: (_step, { law }) => void (found ||= law === 'pasid-uniqueness'),
      });
      return found;
    };
    const property = fc.property(
      fc.integer(),
      traces(specification, sva),
      (_n, { steps }) => !reuses(steps),
    );
    const message = messageOf(() => fc.assert(property, { seed: 1, numRuns: 5000 }));
    const [, lines] = /^Counterexample: \[.*,\nworld sva\n([^\]]*)\n\]$/m.exec(message)!;
    expect(lines!.split('\n').length).toBeLessThanOrEqual(6);
    expect(reuses(parseSteps(...lines!.split('\n')))).toBe(true);
  });

  it('are plain data that print as text', () => {
    const drawn = fc
      .sample(traces(specification, sva), { seed: 1, numRuns: 9 })
      .find(({ steps }) => steps.length > 4)!;
    const [smaller] = traces(specification, sva).shrink(drawn, undefined);
    for (const trace of [drawn, smaller!.value]) {
      const { world, steps } = trace;
      expect(trace.toString()).toBe(['world sva', ...linesOf(trace), ''].join('\n'));
      expect(trace).toStrictEqual({ world, steps });
      deepStrictEqual(trace, { world, steps });
      expect(Reflect.ownKeys({ ...trace })).toEqual(['world', 'steps']);
    }
  });
});

function messageOf(fails: () => void): string {
  try {
    fails();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
}
