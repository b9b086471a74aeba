import { Runner } from '../checker/run.ts';
import { simulate } from '../defects/kernels.ts';
import type { Version } from '../implementation/versions/index.ts';
import { isContinuation } from '../model/continuations.ts';
import { lackedIn } from '../model/feature.ts';
import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import type { World } from '../model/world.ts';
import { specification } from '../properties/linux.ts';

/** What a trace does on one kernel. */
export type Verdict = 'broken' | 'holds' | 'cannot be asked';

/** A trace on one kernel. */
export interface Standing {
  readonly broken: readonly Broken[];
  /** The number of steps that were not issued. */
  readonly skipped: number;
}

/** Why a kernel cannot be asked about a trace; undefined if it can. */
export function whyNotAsked(version: Version, trace: Trace<World>): string | undefined {
  const missing = lackedIn(version, trace.world);
  if (missing !== undefined) return `it has no ${missing}`;
  const { commands, points } = simulate(version).capabilities;
  const unknown = trace.steps.find((c) => !isContinuation(c) && !commands.has(c.kind));
  if (unknown !== undefined) return `it has no ${unknown.kind}`;
  const stop = trace.steps.find((c) => c.stops !== undefined && !points.includes(c.stops));
  return stop && `it has no point “${stop.stops}”`;
}

/** Runs a trace. @param counts - which violations count */
export function standingOf(
  version: Version,
  trace: Trace<World>,
  counts: (broken: Broken) => boolean,
): Standing {
  const broken: Broken[] = [];
  const runner = new Runner(specification, simulate(version), trace.world);
  const { skipped } = runner.run(trace.steps, {
    broken(_step, one) {
      if (counts(one)) broken.push(one);
    },
  });
  return { broken, skipped };
}
