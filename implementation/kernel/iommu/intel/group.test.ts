import { describe, expect, it } from 'vitest';
import { Runner } from '../../../../checker/run.ts';
import { parseSteps } from '../../../../model/linux.ts';
import { parseWorld } from '../../../../model/world-text.ts';
import type { Broken } from '../../../../model/judgement.ts';
import { specification } from '../../../../properties/linux.ts';
import { Bench } from '../../../../testing/kernel.ts';
import { SimulatedKernel } from '../../simulated.ts';
import { reference, type Switches } from '../../switches.ts';

const world = parseWorld('vtd-small,devices=2,sharedGroup=yes');
const inGroup = () => new Bench({}, world);

/** The laws that the trace breaks. */
function broken(switches: Partial<Switches>, ...lines: readonly string[]): string[] {
  const kernel = new SimulatedKernel('kernel', { ...reference, ...switches });
  const found: Broken[] = [];
  const steps = parseSteps(...lines);
  new Runner(specification, kernel, world).run(steps, { broken: (_, b) => void found.push(b) });
  return found.map(({ law }) => law);
}

describe('behind VT-d, in a group of two devices', () => {
  it('a bind of one device gives the entry to both, with one svm', () => {
    const bench = inGroup();
    bench.run('open p0 d1 -> f0');
    expect([bench.entry(0, 1), bench.entry(1, 1)]).toEqual(['mm0 present', 'mm0 present']);
    const { sdevs, svms } = bench.k.intel;
    expect([sdevs.live, svms.live]).toEqual([2, 1]);
  });

  it('a later bind of the mm is counted at the device that asked first, whichever asks', () => {
    const bench = inGroup();
    bench.run('open p0 d1 -> f0', 'open p0 d0 -> f1', 'close p0 f0');
    expect(bench.k.intel.sdevs.live).toBe(2);
    bench.run('open p0 d0 -> f2', 'close p0 f1');
    const asked = bench.k.intel.sdevs.rows.find((s) => s.live !== 0 && s.device === 1)!;
    expect([bench.k.intel.sdevs.live, asked.refs]).toEqual([2, 1]);
  });

  it('the last unbind takes it from both, and the svm goes', () => {
    const bench = inGroup();
    bench.run('open p0 d0 -> f0', 'open p0 d1 -> f1', 'close p0 f0', 'close p0 f1');
    expect([bench.entry(0, 1), bench.entry(1, 1)]).toEqual(['absent', 'absent']);
    const { sdevs, svms } = bench.k.intel;
    expect([sdevs.live, svms.live]).toEqual([0, 0]);
  });

  it('its requests stay good while another device of the group is bound, and no longer', () => {
    const lines = ['open p0 d0 -> f0', 'open p0 d1 -> f1', 'request f0 r0 more', 'close p0 f0'];
    expect(broken({}, ...lines)).toEqual([]);
    expect(broken({ prqDrain: 'nowhere' }, ...lines, 'close p0 f1')).toContain('requests-drained');
    expect(broken({}, ...lines, 'close p0 f1')).toEqual([]);
  });
});
