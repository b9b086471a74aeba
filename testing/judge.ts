import { Runner } from '../checker/run.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import type { Broken } from '../model/judgement.ts';
import { parseSteps } from '../model/linux.ts';
import type { World } from '../model/world.ts';
import { sva } from './model.ts';
import { specification } from '../properties/linux.ts';

/** For suites only: traces judged on the reference kernel with some switches changed. */

export function runnerWith(off: Partial<Switches> = {}, world: World = sva): Runner {
  return new Runner(
    specification,
    new SimulatedKernel('reference', { ...reference, ...off }),
    world,
  );
}

/** A broken law, and the command after which it showed, counted from 1; at rest: one more than the number of commands. */
export interface Shown extends Broken {
  readonly step: number;
}

/** Every broken law, in the order in which they show. */
export function brokenBy(
  off: Partial<Switches>,
  lines: readonly string[],
  world: World = sva,
): Shown[] {
  const found: Shown[] = [];
  runnerWith(off, world).run(parseSteps(...lines), {
    broken(step, broken) {
      found.push({ step: step + 1, ...broken });
    },
  });
  return found;
}
