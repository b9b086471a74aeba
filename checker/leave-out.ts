import type { Port } from '../implementation/port.ts';
import { type Command } from '../model/command.ts';
import { through } from '../model/continuations.ts';
import type { Gauge } from '../model/gauge.ts';
import type { Trace } from '../model/trace.ts';
import type { Needed } from '../reports/report.ts';
import type { Work } from '../shrinkers/work.ts';
import { failingSites } from './failing-site.ts';
import type { Finding } from './finding.ts';
import { ALL_THE_SAME, whyNeeded } from './needed.ts';
import type { Recording } from './record.ts';
import { Runner } from './run.ts';
import type { Specification } from '../properties/specification.ts';

/** A finding as recorded. */
export interface Whole {
  readonly finding: Finding;
  readonly recording: Recording;
  /** The moment at which the law breaks; at rest: the number of steps. */
  readonly breaksAt: number;
  readonly gauges: readonly Gauge[];
}

/** The fate of a finding without each of its steps, and without each of its stops. */
export function* neededSteps(
  spec: Specification,
  port: Port,
  { finding, recording: whole, breaksAt, gauges }: Whole,
  run: (trace: Trace) => Work<Recording>,
): Work<Needed[]> {
  const { trace, ...target } = finding;
  const { world, steps } = trace;
  const sites = yield* failingSites(port, new Runner(spec, port, world), steps);
  const without = function* (
    left: number,
    kept: readonly number[],
    change: (c: Command) => Command,
  ): Work<Needed> {
    const remainder = kept.map((i) => (i === left ? change : same)(steps[i]!));
    const found: Needed[] = [];
    for (const { steps: others, resited } of yield* sites.sameIn(remainder, kept))
      found.push(
        whyNeeded(spec.vocabulary, {
          whole,
          without: yield* run({ world, steps: others }),
          left,
          kept,
          resited,
          target,
          breaksAt,
          gauges,
        }),
      );
    // If several allocations may be the same one, one that still shows the violation is enough.
    return found.find(({ isNeeded }) => !isNeeded) ?? found[0]!;
  };
  const needed: Needed[] = [];
  for (const [left, c] of steps.entries()) {
    const others = [...steps.keys()].filter((i) => i !== left);
    const step = yield* without(left, others, same);
    if (step.says === ALL_THE_SAME) continue;
    needed.push(step);
    if (c.stops === undefined || whole.steps[left]!.suspended === undefined) continue;
    const goesOn = whole.steps.findIndex(
      (s, i) => i > left && s.continues === begunAt(whole, left),
    );
    const kept = [...steps.keys()].filter((i) => i !== goesOn);
    needed.push({ ...(yield* without(left, kept, through)), stop: true });
  }
  return needed;
}

/** The index of the step that issued the command of a step. */
function begunAt(whole: Recording, at: number): number {
  return whole.steps[at]!.continues ?? at;
}

function same(c: Command): Command {
  return c;
}
