import type { Broken } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import type { Port } from '../implementation/port.ts';
import type { Coverage } from './coverage.ts';
import type { Finding } from './finding.ts';
import type { GradeBudget } from './grade.ts';
import type { Promised, SchedulerName } from './interleavings/interleaver.ts';
import type { Known } from './known.ts';
import type { Clock } from './pace.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Specification } from '../properties/specification.ts';

/** The subject, the budget and the listeners of a random search. */
export interface SearchOptions {
  readonly specification: Specification;
  readonly port: Port;
  /** The known mistakes of the kernel; without them every violation is new. */
  readonly known?: Known | undefined;
  readonly world: AnyWorld;
  readonly seed: number;
  /** Whether to follow up a violation; default: every one. */
  readonly pursues?: (broken: Broken) => boolean;
  /** The budget for proving that a finding is shortest; without it findings are not graded. */
  readonly grading?: GradeBudget;
  /** Whether some allocations fail. */
  readonly faults?: boolean;
  /** With `faults`: traces of which every allocation fails in turn, before any trace is drawn. */
  readonly sweeps?: readonly Trace[];
  /** Whether some commands overlap, and how their schedules are drawn. */
  readonly interleave?: SchedulerName | undefined;
  /** Stop after the first finding that is not known. */
  readonly first: boolean;
  /** Called between traces with the progress. Returns whether to continue. */
  readonly goOn: (progress: Progress) => boolean;
  /** With an end: the search ends then, and its time is divided. Without an end: each finding is finished at once. */
  readonly clock?: Clock | undefined;
  /** Called regularly: whether a signal asks the search to end at once. */
  readonly isStopped?: () => boolean;
  /**
   * The kernel without the causes of this finding and of the earlier ones; undefined if they are unknown. From then on
   * the search follows up only the violations of that kernel: one finding for each cause.
   */
  readonly mends?: (finding: Finding) => Port | undefined;
  /**
   * Called for a new finding, and for one with a simpler trace or a better grade than when it was reported. With a clock
   * that ends, a finding is reported at once, with its grade so far.
   */
  readonly onFinding: (finding: Finding, how: HowTold) => void;
}

/** How a finding is reported. */
export interface HowTold {
  /** Whether known mistakes of the kernel explain it. */
  readonly isKnown: boolean;
  /** The finding as it was reported before, if it was. */
  readonly was?: Finding;
}

export interface Progress {
  /** The commands that the implementation does not know, and the laws that need more than it shows: they are not checked. */
  readonly notChecked: readonly string[];
  readonly traces: number;
  readonly commands: number;
  readonly skipped: number;
  readonly findings: number;
  readonly known: number;
  /** The number of violations that were met, and not examined for lack of time: some may be new. */
  readonly undecided: number;
  readonly coverage: Coverage;
  /** With `interleave`: the number of overlaps that were run, and the guarantee for each. */
  readonly overlaps: number;
  readonly promise: Promised | undefined;
  /** The milliseconds spent on drawing and running traces, by the clock. */
  readonly drawn: number;
  /** Whether a signal ended it. */
  readonly isStopped: boolean;
}
