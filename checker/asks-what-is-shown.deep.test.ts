import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breaksOf } from '../defects/defect.ts';
import { kernelWith } from '../defects/identify.ts';
import { defects } from '../defects/index.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { findWorld, worlds } from '../model/worlds.ts';
import { laws } from '../properties/laws/index.ts';
import { blindPort, brokenOn, views } from '../testing/blind-port.ts';
import { traces } from './arbitrary.ts';
import { explain } from './explain.ts';
import { specification } from '../properties/linux.ts';

const HANGS_MS = 300_000;

describe('an implementation is asked only for what it shows', () => {
  it.each(worlds)(
    'in world $name, by every law',
    (world) => {
      const kernel = new SimulatedKernel('reference', reference);
      const drawn = fc.sample(traces(specification, world), { seed: 1, numRuns: 5 });
      for (const view of views)
        for (const trace of drawn) expect(brokenOn(blindPort(kernel, view), trace)).toEqual([]);
    },
    HANGS_MS,
  );

  it.each(defects)(
    'when $id breaks laws, and by the report of it',
    (defect) => {
      const kernel = kernelWith(defect);
      for (const { law, place, shortest: steps, world: name } of breaksOf(defect)) {
        const trace = { world: findWorld(name), steps };
        const seen = views.map((view) => brokenOn(blindPort(kernel, view), trace));
        expect(seen.at(-1)).toContainEqual(expect.objectContaining({ law, place }));
        // A report is slow to make; what sees nothing and what sees all but the log are asked most.
        for (const i of [0, views.findIndex((v) => v.length > 0 && !v.includes('splats'))]) {
          const [broken] = seen[i]!;
          if (broken !== undefined)
            explain(specification, blindPort(kernel, views[i]!), {
              ...broken,
              kernel: 'blind',
              trace,
              grade: 'as given',
              provenance: undefined,
            });
        }
      }
    },
    HANGS_MS,
  );

  it('and a law judges answers if and only if it is broken where nothing can be seen', () => {
    const broken = defects.flatMap((defect) =>
      breaksOf(defect).flatMap(({ shortest: steps, world }) =>
        brokenOn(blindPort(kernelWith(defect), []), { world: findWorld(world), steps }),
      ),
    );
    const looking = laws.filter((law) => law.needs.length > 0);
    const judging = looking.filter((law) => law.judgesAnswers === true);
    const seen = looking.filter(({ name }) => broken.some(({ law }) => law === name));
    expect(judging.map(({ name }) => name)).toEqual(seen.map(({ name }) => name));
  });
});
