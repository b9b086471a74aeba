import type { Command } from '../model/command.ts';
import { type Broken, keyOf } from '../model/judgement.ts';
import type { Provenance } from '../model/provenance.ts';
import type { Trace } from '../model/trace.ts';
import { type BrokenAt, byCloseness } from '../properties/leading.ts';
import type { Port } from '../implementation/port.ts';
import { passes, passesWithFaults } from '../shrinkers/passes/index.ts';
import type { Work } from '../shrinkers/work.ts';
import { Case, isBetter, type Side } from './case.ts';
import { type Finding, isSurer } from './finding.ts';
import { Grader } from './grade.ts';
import type { Pace } from './pace.ts';
import { breaking } from './reproduce.ts';
import { type Listener, Runner } from './run.ts';
import type { SearchOptions } from './search-options.ts';

/** The smallest useful amount of patience, in milliseconds. */
const LEAST_PATIENCE_MS = 100;

/** The interface of following up to the drawing of traces. */
interface Drawing {
  /** Whether allocations fail in the traces. */
  readonly faults: boolean;
  /** The number of drawn traces, and of their issued commands. */
  soFar(): Pick<Provenance, 'run' | 'commands'>;
  /** Sweeps this trace: each of its allocations fails once. */
  sweep(trace: Trace, runner: Runner): Work<void>;
}

/** Collects the broken laws that are followed up. */
export function noting(
  breaks: BrokenAt[],
  { pursues }: SearchOptions,
): NonNullable<Listener['broken']> {
  return (step, broken) => {
    if (pursues?.(broken) ?? true) breaks.push({ step, broken });
  };
}

/**
 * Follows up the violations that random traces meet. Each law and place is one finding. It is shrunk, graded and
 * reported, at once or as the pace allows. Violations that look known are examined more closely at the end.
 */
export class FollowUp {
  readonly #options: SearchOptions;
  readonly #pace: Pace;
  readonly #drawing: Drawing;
  /** The kernel, and the kernel with the known mistakes mended. */
  readonly own: Side;
  #mended: Side | undefined;
  /** Whether causes of findings are mended there too, besides the known mistakes. */
  #isMendedFurther = false;
  /** The violations that were followed up on the kernel itself, and on the mended one. */
  readonly #followed = new Set<string>();
  readonly #followedOnMended = new Set<string>();
  /** Violations without a known cause: they are not followed up again when other causes are mended. */
  readonly #unexplained = new Set<string>();
  /** By law and place: violations that look like known mistakes of the kernel. They are examined more closely at the end. */
  readonly #seemKnown = new Map<string, Case>();
  /** Violations that were not reported yet, with the time at which they were met. */
  readonly #met: { readonly found: Case; readonly at: number }[] = [];
  /** Reported findings whose grade may still improve. */
  readonly #unfinished = new Map<Case, Finding>();
  /** The patience that each of them needs for more work. */
  readonly #leastPatience = new Map<Case, number>();
  readonly #told = { findings: 0, known: 0 };

  constructor(options: SearchOptions, pace: Pace, drawing: Drawing) {
    this.#options = options;
    this.#pace = pace;
    this.#drawing = drawing;
    this.own = this.#sideOf(options.port);
    this.#mended = options.known && this.#sideOf(options.known.mended);
  }

  /** The number of reported findings that are not known. */
  get findings(): number {
    return this.#told.findings;
  }

  /** The number of reported findings that are known. */
  get known(): number {
    return this.#told.known;
  }

  /** The number of violations that were met, and not reported yet. */
  get undecided(): number {
    return this.#seemKnown.size + this.#met.length;
  }

  /** Whether work remains for which there may be time. */
  get isWaiting(): boolean {
    return this.undecided + this.#unfinished.size > 0;
  }

  /** Takes the violations of a trace on the kernel itself. */
  *follow(steps: readonly Command[], breaks: readonly BrokenAt[]): Work<void> {
    const { known, first } = this.#options;
    const trace = { world: this.#options.world, steps };
    for (const found of this.#inOrder(breaks)) {
      if (this.#isMendedFurther || this.#followed.has(keyOf(found))) continue;
      // Only the executed steps: a step that is skipped here could run on a kernel that this one is compared with.
      const ran = known === undefined ? trace : yield* this.#pace.drawing(this.#upTo(trace, found));
      if (known !== undefined && this.#pace.draw(() => known.explains(ran, found))) {
        if (!this.#seemKnown.has(keyOf(found)))
          this.#seemKnown.set(keyOf(found), new Case(this.own, ran, found));
        continue;
      }
      this.#followed.add(keyOf(found));
      yield* this.#meet(new Case(this.own, ran, found, known && ((t, b) => !known.explains(t, b))));
      if (first) return;
    }
    // A known defect must not hide what happens after it, so the same trace runs on the mended kernel.
    const mended = this.#mended;
    if (mended === undefined) return;
    const behind: BrokenAt[] = [];
    yield* this.#pace.drawing(
      mended.runner.running(steps, { broken: noting(behind, this.#options) }),
    );
    for (const found of this.#inOrder(behind)) {
      if (!this.#isMendedFurther && this.#followed.has(keyOf(found))) continue;
      if (this.#followedOnMended.has(keyOf(found)) || this.#unexplained.has(keyOf(found))) continue;
      this.#followedOnMended.add(keyOf(found));
      yield* this.#meet(new Case(mended, trace, found));
      if (first) return;
      if (this.#mended !== mended) return; // the rest of the trace may be due to what is mended now
    }
  }

  /** Between traces: reports what is due now, and works on findings that were reported before they were finished. */
  *work(): Work<void> {
    yield* this.#tellMet();
    yield* this.#workOnTold();
  }

  /** After the last trace: works on the violations that are still undecided, as long as there is time. */
  *finish(): Work<void> {
    const { known, first } = this.#options;
    yield* this.#tellMet(() => !this.#pace.isStopped);
    if (first && this.#told.findings > 0) this.#seemKnown.clear();
    const told = [...this.#unfinished];
    for (const [i, [found, before]] of told.entries()) {
      if (this.#pace.isStopped) break;
      const sharing = told.length + this.#seemKnown.size - i;
      yield* this.#workOn(found, before, this.#pace.forTheRest(sharing));
    }
    this.#unfinished.clear();
    if (this.#pace.isStopped) return;
    const seemKnown = [...this.#seemKnown];
    // The simplest trace may show another cause, so all are shrunk before any is graded.
    for (const [i, [, found]] of seemKnown.entries())
      yield* found.shrink(this.#pace.forTheRest(seemKnown.length - i));
    for (const [i, [key, found]] of seemKnown.entries()) {
      if (this.#pace.isStopped) return;
      yield* found.work(this.#pace.forTheRest(seemKnown.length - i));
      yield* this.#tell(found, known!.explains(found.trace, found.broken));
      this.#seemKnown.delete(key);
      if (found.failure !== undefined) throw found.failure;
    }
  }

  *#upTo({ world, steps }: Trace, found: Broken): Work<Trace> {
    const { ran } = (yield* breaking(this.own.runner, { world, steps }, found)) ?? { ran: steps };
    return { world, steps: ran };
  }

  /** A new violation. */
  *#meet(found: Case): Work<void> {
    this.#met.push({ found, at: this.#pace.now });
    // With these options the next step of the search depends on the finding.
    if (this.#options.first || this.#options.mends !== undefined) yield* this.#tellMet(() => true);
    else yield* this.#tellMet();
  }

  *#tellMet(isDue = (at: number): boolean => this.#pace.isDue(at)): Work<void> {
    while (this.#met.length > 0 && isDue(this.#met[0]!.at))
      yield* this.#pace.following(this.#tellNew(this.#met.shift()!.found));
  }

  *#tellNew(found: Case): Work<void> {
    yield* found.work(this.#pace.forNew());
    const finding = yield* this.#tell(found);
    if (this.#drawing.faults && found.trace.steps.every((c) => c.fails === undefined))
      yield* this.#drawing.sweep(found.trace, found.side.runner);
    this.#mendFurther(finding);
    if (found.failure !== undefined) throw found.failure;
  }

  *#tell(found: Case, isKnown = false): Work<Finding> {
    const finding = yield* this.#findingOf(found);
    if (isKnown) this.#told.known++;
    else this.#told.findings++;
    if (!found.isFinished) this.#unfinished.set(found, finding);
    this.#options.onFinding(finding, { isKnown });
    return finding;
  }

  *#findingOf(found: Case): Work<Finding> {
    const { runner, port } = this.own;
    // Found without the known defects; usually the release itself shows it too.
    const isShown = (yield* breaking(runner, found.trace, found.broken)) !== undefined;
    return yield* found.finding(isShown ? port.name : found.side.port.name, {
      seed: this.#options.seed,
      ...this.#drawing.soFar(),
    });
  }

  #mendFurther(finding: Finding): void {
    const { mends } = this.#options;
    if (mends === undefined) return;
    const better = mends(finding);
    if (better === undefined) {
      this.#unexplained.add(keyOf(finding));
      return;
    }
    this.#isMendedFurther = true;
    this.#mended = this.#sideOf(better);
    this.#followedOnMended.clear();
  }

  /** Works on findings that were reported before they were finished, for as long as drawing has earned. */
  *#workOnTold(): Work<void> {
    for (const [found, before] of this.#unfinished) {
      const least = this.#leastPatience.get(found) ?? LEAST_PATIENCE_MS;
      const patience = this.#pace.forTold(least);
      if (patience === undefined) continue;
      yield* this.#pace.following(this.#workOn(found, before, patience));
      // Work that was cut short starts again from the beginning, so it needs more patience next time.
      this.#leastPatience.set(found, 2 * least);
    }
  }

  *#workOn(found: Case, before: Finding, patience: () => boolean): Work<void> {
    yield* found.work(patience);
    if (found.isFinished) this.#unfinished.delete(found);
    const { run, commands, seed } = before.provenance!;
    const finding = yield* found.finding(before.kernel, { run, commands, seed });
    // A trace that is simpler but has no better grade is reported only when the work on it has finished.
    const isWorth = found.isFinished || isSurer(finding.grade, before.grade);
    if (isWorth && isBetter(this.#options.specification, finding, before)) {
      if (!found.isFinished) this.#unfinished.set(found, finding);
      this.#options.onFinding(finding, { isKnown: false, was: before });
    }
    if (found.failure !== undefined) throw found.failure;
  }

  /**
   * Violations closest to the cause come first.
   *
   */
  #inOrder(breaks: readonly BrokenAt[]): Broken[] {
    return byCloseness(this.#options.specification.laws, breaks).map(({ broken }) => broken);
  }

  #sideOf(port: Port): Side {
    const { specification, world, grading } = this.#options;
    return {
      port,
      runner: new Runner(specification, port, world),
      grader: grading && new Grader(specification, port, world, grading, this.#drawing.faults),
      passes: this.#drawing.faults ? passesWithFaults : passes,
    };
  }
}
