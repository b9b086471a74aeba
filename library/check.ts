import type { Finding } from '../checker/finding.ts';
import { type GradeBudget, ordinaryBudget } from '../checker/grade.ts';
import { type SchedulerName, schedulers } from '../checker/interleavings/interleaver.ts';
import { searching } from '../checker/random.ts';
import type { Progress } from '../checker/search-options.ts';
import type { AsyncPort } from '../implementation/async-port.ts';
import type { Port } from '../implementation/port.ts';
import { bounds, checkBudget, checkOption, checkWord, isBound } from './checks/options.ts';
import { checkKeys } from './checks/keys.ts';
import { checkPoints } from './checks/system.ts';
import { canOverlap, type Given, run, type System } from './system.ts';

/** How random traces are drawn. */
export interface CheckOptions {
  /** Default: 1. */
  readonly seed?: number;
  /** The number of random traces; default: 1000. */
  readonly runs?: number;
  /** Whether commands overlap, if the implementation has points: by PCT, or uniformly. */
  readonly interleave?: SchedulerName;
  /** Stop after the first finding. */
  readonly first?: boolean;
  /** The budget for proving that a trace is shortest. */
  readonly budget?: Partial<GradeBudget>;
  /** Called before each trace with the progress so far; false ends the search. */
  readonly onProgress?: (progress: Progress) => boolean | void;
}

export interface Checked {
  /** One for each law and place, with the shortest trace that was found. */
  readonly findings: readonly Finding[];
  readonly progress: Progress;
}

/** Draws random traces, and shrinks and grades the violations. */
export function check<P extends Port | AsyncPort>(
  system: System<P>,
  options: CheckOptions = {},
): Given<P, Checked> {
  return run(system, function* (engine) {
    checkKeys('check', options, ['seed', 'runs', 'interleave', 'first', 'budget', 'onProgress']);
    const { seed = 1, runs = 1000, interleave, first = false, budget, onProgress } = options;
    checkOption('seed', seed, Number.isSafeInteger, 'a whole number');
    checkOption('runs', runs, isBound, bounds);
    checkWord('interleave', interleave, schedulers);
    if (interleave !== undefined) checkPoints(engine, `interleave: ${interleave}`);
    checkBudget(budget);
    const findings: Finding[] = [];
    const progress = yield* searching({
      ...engine,
      seed,
      first,
      interleave,
      grading: { ...ordinaryBudget, ...budget },
      goOn: (so) => so.traces < runs && onProgress?.(so) !== false,
      onFinding: (finding) => void findings.push(finding),
    });
    const isAlone = interleave === undefined && canOverlap(engine);
    const overlaps = isAlone ? ["commands that overlap; they are with interleave: 'pct'"] : [];
    return {
      findings,
      progress: { ...progress, notChecked: [...progress.notChecked, ...overlaps] },
    };
  });
}
