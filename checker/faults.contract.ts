import { expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { sva } from '../testing/model.ts';
import { shortestBreaks } from './exhaustive/shortest.ts';
import { searchAtRandom } from './random.ts';
import { specification } from '../properties/linux.ts';

const kernel = () => new SimulatedKernel('reference', reference);

/**
 * @param depth - of the exhaustive search
 * @param commands - of the random one
 */
export function bearsFailingAllocations({
  depth,
  commands,
}: {
  readonly depth: number;
  readonly commands: number;
}): void {
  it(`bears every failing allocation of every trace of up to ${depth} commands`, () => {
    const { complete, shortest } = shortestBreaks({
      specification,
      port: kernel(),
      world: sva,
      symmetry: 'names',
      faults: true,
      depth,
      states: 5000,
      first: false,
    });
    expect(complete).toBe(depth);
    expect(shortest).toEqual([]);
  });

  it('bears them in random traces', () => {
    const found = searchAtRandom({
      specification,
      port: kernel(),
      world: sva,
      seed: 1,
      first: false,
      faults: true,
      goOn: (p) => p.commands < commands,
      onFinding: () => {},
    });
    expect(found.commands).toBeGreaterThanOrEqual(commands);
    expect(found.findings).toBe(0);
  });
}
