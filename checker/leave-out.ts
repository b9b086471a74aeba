import type { Port } from '../implementation/port.ts';
import { type Command } from '../model/command.ts';
import { through } from '../model/continuations.ts';
import type { Gauge } from '../model/gauge.ts';
import type { Trace } from '../model/trace.ts';
import type { Needed } from '../reports/report.ts';
import { FailingSites } from './failing-site.ts';
import type { Finding } from './finding.ts';
import { ALL_THE_SAME, whyNeeded } from './needed.ts';
import type { Recording } from './record.ts';
import { Runner } from './run.ts';
import type { Specification } from '../properties/specification.ts';

/** A finding as it went. */
export interface Whole {
  readonly finding: Finding;
  readonly recording: Recording;
  /** The moment at which the law breaks; at rest: the number of steps. */
  readonly breaksAt: number;
  readonly gauges: readonly Gauge[];
}

/** What becomes of a finding without each of its steps, and where a step stops, without the stop. */
export function neededSteps(
  spec: Specification,
  port: Port,
  { finding, recording: whole, breaksAt, gauges }: Whole,
  run: (trace: Trace) => Recording,
): Needed[] {
  const { trace, ...target } = finding;
  const { world, steps } = trace;
  const sites = new FailingSites(port, new Runner(spec, port, world), steps);
  const without = (left: number, kept: readonly number[], change: (c: Command) => Command) => {
    const rest = kept.map((i) => (i === left ? change : same)(steps[i]!));
    const found = sites.sameIn(rest, kept).map((variant) =>
      whyNeeded(spec.vocabulary, {
        whole,
        without: run({ world, steps: variant.steps }),
        left,
        kept,
        resited: variant.resited,
        target,
        breaksAt,
        gauges,
      }),
    );
    // Where it is not clear which allocation is the same, one that shows it is enough.
    return found.find(({ isNeeded }) => !isNeeded) ?? found[0]!;
  };
  return steps.flatMap((c, left): Needed[] => {
    const others = [...steps.keys()].filter((i) => i !== left);
    const step = without(left, others, same);
    if (step.says === ALL_THE_SAME) return [];
    if (c.stops === undefined || whole.steps[left]!.left === undefined) return [step];
    const goesOn = whole.steps.findIndex(
      (s, i) => i > left && s.continues === begunAt(whole, left),
    );
    const kept = [...steps.keys()].filter((i) => i !== goesOn);
    return [step, { ...without(left, kept, through), stop: true }];
  });
}

/** Where the command was asked that a step is about. */
function begunAt(whole: Recording, at: number): number {
  return whole.steps[at]!.continues ?? at;
}

function same(c: Command): Command {
  return c;
}
