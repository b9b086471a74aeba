import { violationText } from '../model/judgement.ts';
import { type Outcome, Runner } from '../checker/run.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import type { Splat } from '../model/seen.ts';
import { parseSteps, answerText } from '../model/linux.ts';
import type { World } from '../model/world.ts';
import { sva } from './model.ts';
import { specification } from '../properties/linux.ts';

/** For suites only: traces with overlapping commands, on the reference kernel with some switches changed. */

export interface Played {
  /** The answer of each executed step in words, with those that were resumed at the end. */
  readonly answers: readonly string[];
  /** The splats of the kernel, one line each. */
  readonly log: readonly string[];
  /** `law: place` */
  readonly broken: readonly string[];
  readonly outcome: Outcome;
  readonly kernel: SimulatedKernel;
}

export function play(
  lines: readonly string[],
  off: Partial<Switches> = {},
  world: World = sva,
): Played {
  const kernel = new SimulatedKernel('reference', { ...reference, ...off });
  const answers: string[] = [];
  const broken: string[] = [];
  const outcome = new Runner(specification, kernel, world).run(parseSteps(...lines), {
    broken: (_step, { law, place }) => broken.push(violationText({ law, place })),
    after: (_s, _step, _c, a, of) => answers.push(answerText(of, a)),
  });
  return { answers, log: kernel.observe().splats.map(splatText), broken, outcome, kernel };
}

export function splatText({ kind, where, what }: Splat): string {
  return `${kind} in ${where}: ${what}`;
}
