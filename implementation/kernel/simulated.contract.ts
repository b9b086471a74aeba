import fc from 'fast-check';
import { it } from 'vitest';
import { traces } from '../../checker/arbitrary.ts';
import { Runner } from '../../checker/run.ts';
import { specification } from '../../checker/specification.ts';
import type { Command } from '../../model/command.ts';
import { worlds } from '../../model/world.ts';
import { SimulatedKernel } from './simulated.ts';
import { reference } from './switches.ts';

/** @param numRuns - random traces of each world */
export function neverRunsOutOfRoom(numRuns: number): void {
  it.each(worlds)('never runs out of room in a random trace of $name', (world) => {
    const runner = new Runner(new SimulatedKernel('reference', reference), specification, world);
    const full = (steps: readonly Command[]) => runner.run(steps, {}).ended === 'full';
    fc.assert(
      fc.property(traces(world), ({ steps }) => !full(steps)),
      { seed: 3, numRuns, endOnFailure: true },
    );
  });
}
