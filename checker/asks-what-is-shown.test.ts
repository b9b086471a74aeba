import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { observableKinds } from '../model/observation.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import type { Law } from '../properties/linux-law.ts';
import { isThere, notJudged } from '../properties/shown.ts';
import { blindPort, brokenOn, views } from '../testing/blind-port.ts';
import { traces } from './arbitrary.ts';
import { Runner } from './run.ts';
import { specification } from '../properties/linux.ts';

const sva = findWorld('sva');
const vfio = findWorld('vfio');
const kernel = (): SimulatedKernel => new SimulatedKernel('reference', reference);

/** Every law, in every world and broken in every way: asks-what-is-shown.deep.test.ts. */
describe('an implementation is asked only for what it shows', () => {
  it.each([sva, vfio])('in world $name, by every law', (world) => {
    const port = kernel();
    const drawn = fc.sample(traces(specification, world), { seed: 1, numRuns: 1 });
    for (const view of views)
      for (const trace of drawn) expect(brokenOn(blindPort(port, view), trace)).toEqual([]);
  });

  it('at rest too: leftovers are reported, whether or not cycles can be seen', () => {
    const cycle = new SimulatedKernel('cycle', { ...reference, bondPins: 'mm_users' });
    const trace = {
      world: sva,
      steps: parseSteps('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exit p0'),
    };
    const laws = (hidden: string) =>
      brokenOn(
        blindPort(
          cycle,
          observableKinds.filter((o) => o !== hidden),
        ),
        trace,
      ).map((b) => b.law);
    expect(laws('mms')).toContain('balance-at-rest');
    expect(laws('nothing')).not.toContain('balance-at-rest');
  });

  it('and a law that asks for more is caught', () => {
    const curious: Law = {
      name: 'curious',
      title: '',
      because: '',
      needs: ['mms'],
      after: ({ seen }) => void seen.pasidOwner(1),
    };
    const port = blindPort(kernel(), ['mms']);
    const runner = new Runner({ ...specification, laws: [curious] }, port, sva);
    expect(() => runner.run(parseSteps('gp'), {})).toThrow(
      'pasidOwner: read from an implementation that shows no pasids',
    );
  });
});

describe('what is therefore not judged is named', () => {
  const { laws } = specification;

  it('with what is still judged of it', () => {
    const named = notJudged(
      specification,
      sva,
      new Set(observableKinds.filter((o) => o !== 'mms')),
    );
    expect(named).toContain('pasid-uniqueness (but for answers)');
    expect(named).toContain('fresh-mm');
  });

  it('unless there is nothing to see in the world', () => {
    const noPins = new Set(observableKinds.filter((o) => o !== 'pins'));
    expect(notJudged(specification, sva, noPins)).toEqual([]);
    expect(notJudged(specification, vfio, noPins)).toContain('isolation (but for answers)');
    expect(observableKinds.filter((o) => !isThere(specification, o, vfio))).toEqual([
      'entries',
      'caches',
      'bonds',
      'leaves',
      'queues',
      'requests',
      'registers',
      'pasids',
      'endpoints',
    ]);
  });

  it('and a law that looks at something says what', () => {
    for (const law of laws) {
      const looks = law.after ?? law.onStep ?? law.atRest;
      expect(law.needs.length > 0, law.name).toBe(looks !== undefined);
    }
  });
});
