import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { goals } from '../properties/goals/index.ts';
import { checkSymmetry } from '../testing/symmetry.ts';
import { threads } from '../testing/threads.ts';
import type { Finding } from './finding.ts';
import { searchAtRandom } from './random.ts';

const kernel = () => new SimulatedKernel('reference', reference);

describe('processes with several threads', () => {
  it.each([
    { name: 'one command after the other', traces: 2000 },
    { name: 'with failing allocations', traces: 2000, faults: true },
    { name: 'overlapping', traces: 700, interleave: 'pct' as const },
    { name: 'overlapping in any way', traces: 700, interleave: 'uniform' as const },
  ])('break nothing on the reference: $name', ({ traces, faults = false, interleave }) => {
    const findings: Finding[] = [];
    const { coverage } = searchAtRandom({
      port: kernel(),
      world: threads,
      seed: 1,
      first: false,
      faults,
      interleave,
      goOn: (progress) => progress.traces < traces,
      onFinding: (finding) => findings.push(finding),
    });
    expect(findings).toEqual([]);
    // Those of every command take more traces than these; fewer overlap, and their goals are those of the others.
    const ofThreads = goals.filter(({ name }) => name.includes('thread'));
    expect(ofThreads.length).toBeGreaterThan(0);
    const missed = ofThreads.filter(({ name }) => coverage.missed.includes(name));
    if (interleave === undefined) expect(missed).toEqual([]);
  });

  it('may have any names and lie in any places', () => {
    const vfio = { ...threads.vfio!, containers: 0, groups: [] };
    expect(checkSymmetry(kernel(), { ...threads, vfio }, 300, 1).failures).toEqual([]);
  });
});
