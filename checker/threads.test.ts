import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { checkSymmetry } from '../testing/symmetry.ts';
import { threads } from '../testing/threads.ts';
import type { Finding } from './finding.ts';
import { searchAtRandom } from './random.ts';

const kernel = () => new SimulatedKernel('reference', reference);

describe('processes with several threads', () => {
  it.each([
    { name: 'one command after the other', traces: 4000 },
    { name: 'with failing allocations', traces: 4000, faults: true },
    { name: 'overlapping', traces: 3000, interleave: 'pct' as const },
    { name: 'overlapping in any way', traces: 3000, interleave: 'uniform' as const },
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
    expect(coverage.missed).toEqual([]);
  });

  it('may have any names and lie in any places', () => {
    expect(checkSymmetry(kernel(), threads, 300, 1).failures).toEqual([]);
  });
});
