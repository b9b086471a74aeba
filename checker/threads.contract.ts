import { expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { threads } from '../testing/threads.ts';
import type { Finding } from './finding.ts';
import { searchAtRandom } from './random.ts';
import { specification } from '../properties/linux.ts';

/** In every way in which commands are drawn. @param isWhole - whether every goal has to be reached too */
export function threadsBreakNothing(traces: number, isWhole = false): void {
  it.each([
    { name: 'one command after the other' },
    { name: 'with failing allocations', faults: true },
    { name: 'overlapping', interleave: 'pct' as const },
    { name: 'overlapping in any way', interleave: 'uniform' as const },
  ])('break nothing on the reference: $name', ({ faults = false, interleave }) => {
    const findings: Finding[] = [];
    const { coverage } = searchAtRandom({
      specification,
      port: new SimulatedKernel('reference', reference),
      world: threads,
      seed: 1,
      first: false,
      faults,
      interleave,
      goOn: (progress) => progress.traces < traces,
      onFinding: (finding) => findings.push(finding),
    });
    expect(findings).toEqual([]);
    if (isWhole) expect(coverage.missed).toEqual([]);
    else expect(coverage.reached).toBeGreaterThan(coverage.missed.length);
  });
}
