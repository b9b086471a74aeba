import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traces } from '../../checker/arbitrary.ts';
import type { Trace } from '../../model/trace.ts';
import { DEVICES_MAX } from '../../model/sva/bounds.ts';
import { sva } from '../../testing/model.ts';
import { linesOf, type MadeUpLaw, reproduce } from '../../testing/shrinking.ts';
import { shrink } from '../shrink.ts';
import { passes } from './index.ts';
import { specification } from '../../properties/linux.ts';
import { vocabulary } from '../../model/linux.ts';

describe('the passes', () => {
  it('have names of their own', () => {
    expect(new Set(passes.map((pass) => pass.name)).size).toBe(passes.length);
  });

  it('begin with what makes a trace much shorter', () => {
    expect(passes.slice(0, 4).map((pass) => pass.name)).toEqual([
      'drop faults',
      'drop stops',
      'drop what is unconnected',
      'drop runs',
    ]);
  });
});

describe.each(passes)('the pass “$name”', (pass) => {
  const everyCandidate = (look: (candidate: Trace, trace: Trace) => void): void =>
    fc.assert(
      fc.property(traces(specification, sva), (trace) => {
        if (trace.steps.length > 14) return; // beyond that only the number of candidates grows
        for (const candidate of pass.candidates(trace, specification)) look(candidate, trace);
      }),
      { seed: 8, numRuns: 8, endOnFailure: true },
    );

  it('says why it exists and what its smallest trace is', () => {
    expect(pass.because).toMatch(/Smallest: \[.+\]/);
  });

  it('proposes traces of the same world, with commands that there are', () => {
    everyCandidate((candidate, trace) => {
      expect(candidate.world).toBe(trace.world);
      for (const c of candidate.steps) {
        const { fields } = specification.rules[c.kind]!;
        if (Object.keys(c).length !== Object.keys(fields).length + 1)
          expect(Object.keys(c)).toEqual(['kind', ...Object.keys(fields)]);
      }
    });
  });

  it('proposes nothing longer', () => {
    everyCandidate((candidate, trace) => {
      if (candidate.steps.length > trace.steps.length)
        expect(candidate.steps.length).toBeLessThanOrEqual(trace.steps.length);
    });
  });

  it('proposes names that are numbers from 0, and devices that the world has', () => {
    everyCandidate((candidate) => {
      for (const c of candidate.steps)
        vocabulary.eachName(c, (sort, _field, name) => {
          const max = sort === 'device' ? DEVICES_MAX : 10_000;
          if (!(Number.isInteger(name) && name >= 0 && name < max))
            expect(`${sort} ${name} in ${JSON.stringify(c)}`).toBe('a name');
        });
    });
  });

  it('changes neither the trace nor its commands', () => {
    fc.assert(
      fc.property(traces(specification, sva), (trace) => {
        const before = JSON.stringify(trace);
        const proposed = pass.candidates(trace, specification)[Symbol.iterator]();
        for (let i = 0; i < 500 && proposed.next().done !== true; i++);
        return JSON.stringify(trace) === before;
      }),
      { seed: 9, numRuns: 12, endOnFailure: true },
    );
  });

  it('makes no progress when it is run again at once', () => {
    let progress = 0;
    for (const trace of fc.sample(traces(specification, sva), { seed: 11, numRuns: 50 })) {
      const { kind } = trace.steps.at(-1)!;
      const law: MadeUpLaw = (c, s, ran) => c.kind === kind && !s.isOver() && ran.length > 2;
      const breaks = reproduce(law);
      if (trace.steps.length > 12 || breaks(trace) === undefined) continue;
      const once = shrink(trace, breaks, [pass], specification);
      const twice = shrink(once.trace, breaks, [pass], specification);
      expect(linesOf(twice.trace)).toEqual(linesOf(once.trace));
      if (once.trace.steps.length < trace.steps.length) progress++;
    }
    expect(progress).toBeGreaterThan(0);
  });

  it('proposes the same again', () => {
    fc.assert(
      fc.property(traces(specification, sva), (trace) => {
        const texts = [1, 2].map(() => {
          const found: string[] = [];
          for (const { steps } of pass.candidates(trace, specification))
            if (found.push(JSON.stringify(steps)) > 100) break;
          return found.join('\n');
        });
        return texts[0] === texts[1];
      }),
      { seed: 10, numRuns: 8, endOnFailure: true },
    );
  });
});
