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

/** What a random search is about, what may be spent on it, and who hears of what it finds. */
export interface SearchOptions {
  readonly specification: Specification;
  readonly port: Port;
  /** What the kernel is known for; without it every violation counts. */
  readonly known?: Known | undefined;
  readonly world: AnyWorld;
  readonly seed: number;
  /** Which violations to follow up; default: every one. */
  readonly pursues?: (broken: Broken) => boolean;
  /** What may be spent on knowing whether a finding is shortest; without it nothing is. */
  readonly grading?: GradeBudget;
  /** Whether allocations fail now and then. */
  readonly faults?: boolean;
  /** With `faults`: traces of which every allocation is made to fail in its turn, before any is drawn. */
  readonly sweeps?: readonly Trace[];
  /** Whether commands overlap now and then, and how their schedules are drawn. */
  readonly interleave?: SchedulerName | undefined;
  /** Stop after the first finding that is not known. */
  readonly first: boolean;
  /** Asked between traces, with what was done so far. */
  readonly goOn: (progress: Progress) => boolean;
  /** With an end: the search is over then, and its time is divided. Without: each finding is finished at once. */
  readonly clock?: Clock | undefined;
  /** Asked now and then: does somebody want it to end at once? */
  readonly isStopped?: () => boolean;
  /**
   * A kernel without what caused the finding, and what caused those before it; undefined if that is not known. From then
   * on the search follows up only what that kernel breaks too: one finding for each cause.
   */
  readonly mends?: (finding: Finding) => Port | undefined;
  /**
   * A new finding, or one of which more is known now than when it was told. With a clock that ends it is told at once,
   * with what is known so far.
   */
  readonly onFinding: (finding: Finding, how: HowTold) => void;
}

/** How a finding is told. */
export interface HowTold {
  /** It is due to what the kernel is known for. */
  readonly isKnown: boolean;
  /** As it was told before, if it was. */
  readonly was?: Finding;
}

export interface Progress {
  /** Commands that the implementation does not know, laws that it cannot show enough for: not checked. */
  readonly notChecked: readonly string[];
  readonly traces: number;
  readonly commands: number;
  readonly skipped: number;
  readonly findings: number;
  readonly known: number;
  /** Violations that were met, and that there was no time to look at: some may be new. */
  readonly undecided: number;
  readonly coverage: Coverage;
  /** With `interleave`: overlaps that were run, and what is promised of each. */
  readonly overlaps: number;
  readonly promise: Promised | undefined;
  /** Milliseconds that went to drawing and running traces, by the clock. */
  readonly drawn: number;
  /** It was ended at once. */
  readonly isStopped: boolean;
}
