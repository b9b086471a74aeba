import { expect } from 'vitest';
import { Runner, type Outcome } from '../checker/run.ts';
import type { Specification } from '../properties/specification.ts';
import { type Broken, violationText } from '../model/judgement.ts';
import type { World } from '../model/world.ts';
import type { Law } from '../properties/law.ts';
import { sva } from './model.ts';
import { toldStep, ToldPort } from './told-port.ts';
import { specification } from '../properties/linux.ts';

/** For suites only: the judgement of given answers. */

interface Judged {
  readonly broken: readonly Broken[];
  readonly outcome: Outcome;
  /** `law: place` */
  readonly places: readonly string[];
}

interface Where {
  readonly world?: World;
  readonly rules?: Specification['rules'];
}

/** The judgement of these steps with these answers. */
export function judged(
  lines: readonly string[],
  laws: readonly Law[] = [],
  { world = sva, rules = specification.rules }: Where = {},
): Judged {
  const steps = lines.map(toldStep);
  const broken: Broken[] = [];
  const runner = new Runner({ ...specification, laws, rules }, new ToldPort(steps), world);
  const outcome = runner.run(
    steps.map(({ c }) => c),
    { broken: (_step, one) => broken.push(one) },
  );
  expect(outcome.skipped).toBe(0);
  return { broken, outcome, places: broken.map(({ law, place }) => violationText({ law, place })) };
}
