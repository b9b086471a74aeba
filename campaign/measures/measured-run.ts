import { drawFrom } from '../../checker/arbitrary.ts';
import { generatorOf } from '../../checker/generate.ts';
import { stream } from '../../checker/randomness.ts';
import { Runner } from '../../checker/run.ts';
import { simulateMeasured } from '../../defects/kernels.ts';
import type { MeasuredKernel } from '../../implementation/kernel/measured.ts';
import type { Version } from '../../implementation/versions/index.ts';
import type { World } from '../../model/world.ts';
import { specification } from '../../properties/linux.ts';

/** The number of random traces that each kernel runs to be measured. */
export const MEASURED_TRACES = 100;

/** A kernel that has run random traces, the same as all others that it is compared with. */
export interface MeasuredRun {
  readonly version: Version;
  readonly kernel: MeasuredKernel;
}

export function measuredRun(version: Version, world: World, seed: number): MeasuredRun {
  const kernel = simulateMeasured(version);
  const runner = new Runner(specification, kernel, world);
  const generator = generatorOf(specification, world, kernel.capabilities.commands, 0);
  const draw = drawFrom(stream(seed, 'measured traces'));
  for (let n = 0; n < MEASURED_TRACES; n++)
    runner.run(generator.trace(draw), { broken: () => undefined });
  return { version, kernel };
}
