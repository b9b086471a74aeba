import type { Port } from '../implementation/port.ts';
import type { Certificate } from '../model/certificate.ts';
import type { Broken } from '../model/judgement.ts';
import type { Provenance } from '../model/provenance.ts';
import type { Trace } from '../model/trace.ts';
import type { Pass } from '../shrinkers/pass.ts';
import type { Patience } from '../shrinkers/patience.ts';
import { compare } from '../shrinkers/simpler.ts';
import type { Work } from '../shrinkers/work.ts';
import { type Finding, type Grade, isSurer } from './finding.ts';
import type { Grader } from './grade.ts';
import { reproducingOn, witnessing } from './reproduce.ts';
import type { Runner } from './run.ts';
import { overlaps, simplifying, type TaskSwitches } from './simplest.ts';
import type { Specification } from '../properties/specification.ts';

/** An implementation on which violations are followed up. */
export interface Side {
  readonly port: Port;
  readonly runner: Runner;
  readonly grader: Grader | undefined;
  readonly passes: readonly Pass[];
}

/**
 * A violation that a random trace showed, on its way to a finding: it is shrunk, then graded, each while patience lasts.
 * The work can be continued later.
 */
export class Case {
  readonly side: Side;
  readonly broken: Broken;
  /** An error of the grader that must not happen; it is thrown after the finding has been reported. */
  failure: unknown;
  readonly #drawn: number;
  readonly #counts: ((trace: Trace, broken: Broken) => boolean) | undefined;
  #trace: Trace;
  #grade: Grade = 'shrunk in part';
  #certificate: Certificate | undefined;
  #switches: TaskSwitches | undefined;
  #executions = 0;
  #isShrunk = false;
  #isGraded = false;

  /** @param counts - whether a break of this law at this place counts, where not every one does */
  constructor(
    side: Side,
    drawn: Trace,
    broken: Broken,
    counts?: (trace: Trace, broken: Broken) => boolean,
  ) {
    this.side = side;
    this.broken = broken;
    this.#trace = drawn;
    this.#drawn = drawn.steps.length;
    this.#counts = counts;
  }

  /** Whether more work would change nothing. */
  get isFinished(): boolean {
    return this.#isGraded;
  }

  /** The simplest trace so far. */
  get trace(): Trace {
    return this.#trace;
  }

  *work(patience: Patience): Work<void> {
    yield* this.shrink(patience);
    if (this.#isShrunk && !this.#isGraded) yield* this.#rate(patience);
  }

  *shrink(patience: Patience): Work<void> {
    if (!this.#isShrunk) yield* this.#shrink(patience);
  }

  /** The finding as far as it is known. */
  *finding(kernel: string, where: Pick<Provenance, 'seed' | 'run' | 'commands'>): Work<Finding> {
    const { law, place } = this.broken;
    return {
      law,
      place,
      witness: yield* witnessing(this.side.runner, this.#trace, this.broken),
      kernel,
      trace: this.#trace,
      grade: this.#grade,
      ...(this.#certificate && { certificate: this.#certificate }),
      ...(this.#switches && overlaps(this.#trace) && { switches: this.#switches }),
      provenance: { ...where, drawn: this.#drawn, executions: this.#executions },
    };
  }

  *#shrink(patience: Patience): Work<void> {
    const { port, runner, passes } = this.side;
    const reproduce = reproducingOn(runner, this.broken, this.#counts);
    // Then no simpler trace can be searched for.
    if ((yield* reproduce(this.#trace)) === undefined) {
      this.#isShrunk = true;
      return;
    }
    const how = { patience, reproduce };
    const shrunk = yield* simplifying(port, runner, this.#trace, this.broken, passes, how);
    this.#trace = shrunk.trace;
    this.#switches = shrunk.switches;
    this.#executions += shrunk.executions;
    this.#isShrunk = shrunk.isFinished;
    if (shrunk.isFinished) this.#grade = 'no single deletion helps';
  }

  *#rate(patience: Patience): Work<void> {
    const { grader } = this.side;
    if (grader === undefined) {
      this.#isGraded = true;
      return;
    }
    try {
      const graded = yield* grader.grading(this.#trace, this.broken, patience);
      this.#executions += graded.executions;
      this.#isGraded = graded.isFinished;
      // The search knows only the law and the place: it may have found another cause of the same violation.
      if (this.#counts?.(graded.trace, this.broken) === false) return;
      this.#trace = graded.trace;
      this.#grade = graded.grade;
      this.#certificate = graded.certificate;
      this.#switches = graded.switches ?? this.#switches;
    } catch (error) {
      this.failure = error;
      this.#isGraded = true;
    }
  }
}

/** Whether a finding has a better grade than before, or a simpler trace. */
export function isBetter(spec: Specification, now: Finding, before: Finding): boolean {
  if (compare(now.trace, before.trace, spec) < 0 || isSurer(now.grade, before.grade)) return true;
  return now.certificate !== undefined && before.certificate === undefined;
}
