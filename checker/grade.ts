import type { Port } from '../implementation/port.ts';
import type { Certificate } from '../model/certificate.ts';
import { type Broken, sameViolation } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import { endless, type Patience } from '../shrinkers/patience.ts';
import { passes, passesWithFaults } from '../shrinkers/passes/index.ts';
import { shrinking } from '../shrinkers/shrink.ts';
import { lengthOfTrace, compare } from '../shrinkers/simpler.ts';
import { atOnce, type Work } from '../shrinkers/work.ts';
import { Certifier } from './certificate/certify.ts';
import { symmetryOf } from './exhaustive/symmetry.ts';
import { type Breaks, shortestBreaks } from './exhaustive/shortest.ts';
import { shortestSubsequence } from './exhaustive/subsequence.ts';
import type { Grade } from './finding.ts';
import { reproducingOn } from './reproduce.ts';
import { Runner } from './run.ts';
import { overlaps, simplifyingAmong, type TaskSwitches } from './simplest.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Specification } from '../properties/specification.ts';

/** The budget for proving that a trace is shortest. It is counted in states, so that it does not depend on a clock. */
export interface GradeBudget {
  /** For the exhaustive search, once for a kernel and a world. */
  readonly states: number;
  /** For the plain search of a certificate, once for each length. */
  readonly certified: number;
  /** For the search for a shorter subsequence, for each finding. */
  readonly subsequences: number;
  /** For the search with overlapping commands: schedules, for each length. */
  readonly schedules: number;
}

/** About a second on an ordinary machine, and enough for findings of up to five or six commands. */
export const ordinaryBudget: GradeBudget = {
  states: 8000,
  certified: 2500,
  subsequences: 3000,
  schedules: 10_000,
};

export interface Graded {
  /** The given trace, or a simpler one that the search found. */
  readonly trace: Trace;
  readonly grade: Grade;
  /** Set if the trace is proven shortest and the plain search shows it too. */
  readonly certificate: Certificate | undefined;
  /** Set if commands overlap in the trace. */
  readonly switches?: TaskSwitches | undefined;
  /** The number of traces that were run to shrink the result of the search. */
  readonly executions: number;
  /** Whether grading finished; false if patience ended before: with more patience the grade may improve. */
  readonly isFinished: boolean;
}

/** A search that is made once and serves all findings. */
interface Searched {
  readonly breaks: Breaks;
  /** Whether patience ended it. */
  readonly isCut: boolean;
}

/** Grades shrunk traces of one kernel in one world, and replaces those that are not the shortest. */
export class Grader {
  readonly #spec: Specification;
  readonly #port: Port;
  readonly #world: AnyWorld;
  readonly #budget: GradeBudget;
  readonly #runner: Runner;
  readonly #certifier: Certifier;
  readonly #faults: boolean;
  #breaks: Searched | undefined;
  #overlaps: (Searched & { readonly depth: number }) | undefined;
  /** Belongs to the finding that is being graded. */
  #patience: Patience = endless;
  #isCut = false;

  /** @param faults - whether a shorter trace may have a failing allocation */
  constructor(
    spec: Specification,
    port: Port,
    world: AnyWorld,
    budget: GradeBudget,
    faults = false,
  ) {
    this.#spec = spec;
    this.#faults = faults;
    this.#port = port;
    this.#world = world;
    this.#budget = budget;
    this.#runner = new Runner(spec, port, world);
    this.#certifier = new Certifier(spec, port, world, budget.certified);
  }

  grade(trace: Trace, target: Broken, patience: Patience = endless): Graded {
    return atOnce(this.grading(trace, target, patience));
  }

  /** The same for a run that may have to wait. */
  *grading(trace: Trace, target: Broken, patience: Patience = endless): Work<Graded> {
    this.#isCut = false;
    this.#patience = () => {
      this.#isCut ||= !patience();
      return !this.#isCut;
    };
    const graded = yield* this.#grade(trace, target);
    return { ...graded, isFinished: !this.#isCut };
  }

  *#grade(trace: Trace, target: Broken): Work<Rating> {
    if (this.#port.memory === undefined) return yield* this.#plainly(trace, target);
    if (overlaps(trace)) return yield* this.#overlapping(trace, target);
    // A search without failing allocations says nothing about traces with them. A search with them also finds traces
    // without a failure.
    if (!this.#faults && trace.steps.some((c) => c.fails !== undefined))
      return yield* this.#amongSubsequences(trace, target);
    const { complete, shortest } = this.#search();
    const best = shortest.find(({ broken }) => sameViolation(broken, target));
    if (best !== undefined && compare(best.trace, trace, this.#spec) < 0) {
      const { trace: simplest, executions } = yield* this.#shrink(best.trace, target);
      return yield* this.#proven(simplest, target, executions);
    }
    const isShortest =
      best === undefined
        ? trace.steps.length <= complete + 1
        : trace.steps.length === best.trace.steps.length;
    if (isShortest) return yield* this.#proven(trace, target, 0);
    return yield* this.#amongSubsequences(trace, target);
  }

  /**
   * For an implementation that cannot restore an earlier state: every shorter trace is run from the start, as long as
   * there are not too many.
   */
  *#plainly(trace: Trace, target: Broken): Work<Rating> {
    const unknown = {
      trace,
      grade: 'no single deletion helps',
      certificate: undefined,
      executions: 0,
    } as const;
    // The plain search has no failing allocations and no overlaps.
    if (overlaps(trace) || trace.steps.some((c) => c.fails !== undefined)) return unknown;
    const commands = trace.steps.length - 1;
    const verdict = yield* this.#certifier.certifying(target, commands, this.#patience);
    if (verdict === 'too much') return unknown;
    if (verdict !== 'false')
      return { trace, grade: 'proven shortest', certificate: verdict, executions: 0 };
    const shortest = yield* this.#certifier.shortest(target, commands);
    const { trace: shrunk, executions } = yield* this.#shrink(shortest!, target);
    return yield* this.#proven(shrunk, target, executions);
  }

  /**
   * Searches all overlaps of up to as many commands as the trace has, within the budget. The search may find a simpler
   * trace of the same length: of the traces that it met, the plainest few are simplified further.
   */
  *#overlapping(start: Trace, target: Broken): Work<Rating> {
    const commands = lengthOfTrace(start);
    const { complete, shortest } = this.#searchOverlaps(commands);
    const best = shortest.find(({ broken }) => sameViolation(broken, target));
    const all = this.#faults ? passesWithFaults : passes;
    const others = best === undefined ? [] : (best.all ?? [best.trace]);
    const { trace, executions, switches } = yield* simplifyingAmong(
      this.#port,
      this.#runner,
      [start, ...others],
      target,
      all,
      { patience: this.#patience },
    );
    const isProven = lengthOfTrace(trace) <= complete + 1;
    return {
      trace,
      grade: isProven ? 'proven shortest' : 'no single deletion helps',
      certificate: undefined,
      executions,
      switches,
    };
  }

  /** Cached, and repeated only if it has to go deeper than before. */
  #searchOverlaps(depth: number): Breaks {
    const known = this.#overlaps;
    if (
      known !== undefined &&
      !known.isCut &&
      (known.depth >= depth || known.breaks.complete < known.depth)
    )
      return known.breaks;
    const breaks = shortestBreaks({
      specification: this.#spec,
      port: this.#port.recording?.() ?? this.#port,
      world: this.#world,
      symmetry: symmetryOf(this.#port),
      overlap: depth,
      depth,
      states: this.#budget.states,
      schedules: this.#budget.schedules,
      first: false,
      goOn: this.#patience,
    });
    this.#overlaps = { depth, breaks, isCut: this.#isCut };
    return breaks;
  }

  /** Cached, and repeated only if it was cut short. */
  #search(): Breaks {
    if (this.#breaks !== undefined && !this.#breaks.isCut) return this.#breaks.breaks;
    const breaks = shortestBreaks({
      specification: this.#spec,
      port: this.#port,
      world: this.#world,
      symmetry: symmetryOf(this.#port),
      faults: this.#faults,
      depth: Infinity,
      states: this.#budget.states,
      first: false,
      goOn: this.#patience,
    });
    this.#breaks = { breaks, isCut: this.#isCut };
    return breaks;
  }

  *#proven(trace: Trace, target: Broken, executions: number): Work<Rating> {
    const commands = trace.steps.length - 1;
    // The plain search has no failing allocations, so it proves nothing about a trace that has one.
    const fails = trace.steps.some((c) => c.fails !== undefined);
    const verdict = fails
      ? 'too much'
      : yield* this.#certifier.certifying(target, commands, this.#patience);
    if (verdict === 'false')
      throw new Error(`the search missed a trace of up to ${commands} commands: ${target.law}`);
    const certificate = verdict === 'too much' ? undefined : verdict;
    return { trace, grade: 'proven shortest', certificate, executions };
  }

  /** A shorter subsequence is shrunk in turn, until none exists. */
  *#amongSubsequences(start: Trace, target: Broken): Work<Rating> {
    let trace = start;
    let executions = 0;
    for (;;) {
      const shorter = shortestSubsequence(
        this.#spec,
        this.#port,
        trace,
        target,
        this.#budget.subsequences,
        this.#patience,
      );
      if (shorter.trace === undefined) {
        const grade = shorter.isComplete ? 'no shorter subsequence' : 'no single deletion helps';
        return { trace, grade, certificate: undefined, executions };
      }
      const shrunk = yield* this.#shrink(shorter.trace, target);
      trace = shrunk.trace;
      executions += shrunk.executions;
    }
  }

  *#shrink(trace: Trace, target: Broken): Work<{ trace: Trace; executions: number }> {
    const all = this.#faults ? passesWithFaults : passes;
    const reproduce = reproducingOn(this.#runner, target);
    return yield* shrinking(trace, reproduce, all, this.#spec, this.#patience);
  }
}

type Rating = Omit<Graded, 'isFinished'>;
