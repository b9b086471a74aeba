import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { type Broken, keyOf } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import { type Break, byCloseness } from '../properties/leading.ts';
import type { Port } from '../implementation/port.ts';
import { passes, passesWithFaults } from '../shrinkers/passes/index.ts';
import { atOnce, type Work } from '../shrinkers/work.ts';
import { Archive } from './archive.ts';
import { generatorOf } from './arbitrary.ts';
import { Case, isBetter, type Side } from './case.ts';
import { type Generator, ORDINARY_FAULTS } from './generate.ts';
import { unknownCommands } from './unknown-commands.ts';
import { Coverage } from './coverage.ts';
import { type Finding, isSurer } from './finding.ts';
import { type GradeBudget, Grader } from './grade.ts';
import type { Known } from './known.ts';
import { type Clock, Pace } from './pace.ts';
import { type RandomStream, stream } from './randomness.ts';
import { everyFault } from './faults.ts';
import { Interleaver, type Promised, type SchedulerName } from './interleavings/interleaver.ts';
import { breaking } from './reproduce.ts';
import { type Listener, type Outcome, Runner } from './run.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { AnyState } from '../model/any-state.ts';
import type { Specification } from '../properties/specification.ts';

export interface Search {
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
  readonly onFinding: (finding: Finding, how: Told) => void;
}

/** How a finding is told. */
export interface Told {
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

/**
 * Random traces until the budget is spent. Goes on behind a violation, within the trace and after it:
 * each law and place is one finding, shrunk on its own.
 */
export function searchAtRandom(search: Search): Progress {
  return atOnce(searching(search));
}

/** The same where a run may have to wait. */
export function searching(search: Search): Work<Progress> {
  return new RandomSearch(search).run();
}

/** A trace as it was run, and what it broke: what tells most of the cause comes first. */
interface Judged {
  readonly steps: readonly Command[];
  readonly broken: readonly Broken[];
}

/** A trace that is about to be run. */
interface Drawn {
  readonly steps: readonly Command[];
  readonly breaks: Break[];
  readonly listener: Listener;
  /** So many commands of it are a way from the archive. */
  readonly returned: number;
}

class RandomSearch {
  readonly #search: Search;
  readonly #pace: Pace;
  readonly #faults: boolean;
  readonly #generator: Generator;
  readonly #random: RandomStream;
  readonly #archive: Archive | undefined;
  readonly #coverage: Coverage;
  readonly #interleaver: Interleaver | undefined;
  /** The kernel, and the one with known things mended. */
  readonly #own: Side;
  #mended: Side | undefined;
  /** Whether something that was found is mended there, besides what is known. */
  #isMendedFurther = false;
  /** What was followed up on the kernel itself, and on the mended one. */
  readonly #followed = new Set<string>();
  readonly #followedOnMended = new Set<string>();
  /** What nobody knows the cause of: it is not followed up again when other causes are mended. */
  readonly #unexplained = new Set<string>();
  /** By law and place: due to what the kernel is known for, as far as was seen. Looked at more closely in the end. */
  readonly #seemKnown = new Map<string, Case>();
  /** Not told yet, with the time at which they were met. */
  readonly #met: { readonly found: Case; readonly at: number }[] = [];
  /** Told, and more may become known of them. */
  readonly #unfinished = new Map<Case, Finding>();
  /** How much patience each has to be given to be worked on again. */
  readonly #leastPatience = new Map<Case, number>();
  /** With faults: traces with one failing allocation each, from what is known and what was found. */
  readonly #sweeps: (readonly Command[])[] = [];
  readonly #counts = { traces: 0, commands: 0, skipped: 0, findings: 0, known: 0 };
  readonly #notChecked: readonly string[];

  constructor(search: Search) {
    const { specification, port, world, seed, known } = search;
    this.#search = search;
    this.#pace = new Pace(search.clock, search.isStopped);
    this.#faults = search.faults === true && port.capabilities.faults;
    this.#generator = generatorOf(
      specification,
      world,
      port.capabilities.commands,
      this.#faults ? ORDINARY_FAULTS : 0,
    );
    this.#random = stream(seed, 'traces');
    this.#archive = hasSituations(specification, world) ? new Archive() : undefined;
    this.#coverage = new Coverage(specification, world, port.capabilities.commands);
    this.#own = this.#sideOf(port);
    this.#mended = known && this.#sideOf(known.mended);
    const { runner } = this.#own;
    const whyAlone =
      port.ahead === undefined
        ? specification.whyAlone?.(world)
        : 'an implementation that answers later runs one command at a time';
    this.#interleaver =
      search.interleave !== undefined &&
      port.capabilities.points.length > 0 &&
      whyAlone === undefined
        ? new Interleaver(runner, port, stream(seed, 'schedules'), search.interleave)
        : undefined;
    this.#notChecked = [
      ...unknownCommands(specification, port, world),
      ...runner.blindLaws,
      ...(search.interleave !== undefined && whyAlone !== undefined
        ? [`commands that overlap: ${whyAlone}`]
        : []),
    ];
  }

  *run(): Work<Progress> {
    const { goOn, first } = this.#search;
    const progress = this.#progressNow();
    if (this.#faults) for (const trace of this.#search.sweeps ?? []) yield* this.#sweep(trace);
    while (this.#pace.mayDraw(this.#isWaiting) && goOn(progress)) {
      const drawn = this.#drawOne();
      const { steps, broken } = 'steps' in drawn ? drawn : yield* drawn;
      if (broken.length > 0) yield* this.#followUp(steps, broken);
      this.#counts.traces++;
      if (first && this.#counts.findings > 0) break;
      if (!this.#isWaiting) continue;
      yield* this.#tellMet();
      yield* this.#workOnTold();
    }
    yield* this.#pace.following(this.#finish());
    return { ...progress };
  }

  get #isWaiting(): boolean {
    return this.#seemKnown.size + this.#unfinished.size + this.#met.length > 0;
  }

  /** What was done by then, whenever it is looked at: it is handed out before each trace, and hardly ever read. */
  #progressNow(): Progress {
    const now = (of: (search: RandomSearch) => unknown) => ({
      enumerable: true,
      get: () => of(this),
    });
    return Object.defineProperties({} as Progress, {
      traces: now((s) => s.#counts.traces),
      commands: now((s) => s.#counts.commands),
      skipped: now((s) => s.#counts.skipped),
      findings: now((s) => s.#counts.findings),
      known: now((s) => s.#counts.known),
      notChecked: now((s) => s.#notChecked),
      undecided: now((s) => s.#seemKnown.size + s.#met.length),
      coverage: now((s) => s.#coverage),
      overlaps: now((s) => s.#interleaver?.overlaps ?? 0),
      promise: now((s) => s.#interleaver?.promise),
      drawn: now((s) => s.#pace.drawn),
      isStopped: now((s) => s.#pace.isStopped),
    });
  }

  #sideOf(port: Port): Side {
    const { specification, world, grading } = this.#search;
    return {
      port,
      runner: new Runner(specification, port, world),
      grader: grading && new Grader(specification, port, world, grading, this.#faults),
      passes: this.#faults ? passesWithFaults : passes,
    };
  }

  /** With a failing allocation each. */
  *#sweep(trace: Trace, { runner } = this.#own): Work<void> {
    this.#sweeps.push(...(yield* everyFault(runner, trace)));
  }

  /** Draws a trace and runs it. Most traces break nothing, so where nothing is waited for there is nothing of that in it. */
  #drawOne(): Work<Judged> | Judged {
    return this.#own.port.ahead === undefined
      ? this.#pace.draw(() => this.#runDrawn())
      : this.#pace.drawing(this.#runLater());
  }

  #runDrawn(): Judged {
    const { steps: drawn, breaks, listener, returned } = this.#draw();
    const { steps, outcome } =
      this.#interleaver === undefined
        ? { steps: drawn, outcome: this.#own.runner.run(drawn, listener) }
        : this.#interleaver.run(drawn, listener, returned);
    return this.#judged(steps, outcome, breaks);
  }

  *#runLater(): Work<Judged> {
    const { steps, breaks, listener } = this.#draw();
    const outcome = yield* this.#own.runner.running(steps, listener);
    return this.#judged(steps, outcome, breaks);
  }

  #draw(): Drawn {
    const sweep = this.#sweeps.pop();
    const steps = sweep ?? this.#generator.trace(this.#random, this.#archive);
    const returned = sweep === undefined ? this.#generator.returned : 0;
    const breaks: Break[] = [];
    const listener = this.#listener(breaks, (s, _step, c, a) => this.#look(s, c, a));
    return { steps, breaks, listener, returned };
  }

  #judged(steps: readonly Command[], outcome: Outcome, breaks: readonly Break[]): Judged {
    this.#counts.commands += outcome.applied;
    this.#counts.skipped += outcome.skipped;
    return { steps, broken: this.#inOrder(breaks) };
  }

  #look(s: AnyState, c: Command, a: Answer): void {
    // What overlaps may have lost what it was about.
    if (this.#interleaver === undefined || this.#search.specification.rules[c.kind]!.possible(s, c))
      this.#coverage.look(s, c, a);
  }

  #inOrder(breaks: readonly Break[]): Broken[] {
    return byCloseness(this.#search.specification.laws, breaks).map(({ broken }) => broken);
  }

  #listener(breaks: Break[], answered?: Listener['answered']): Listener {
    const { pursues } = this.#search;
    return {
      broken(step, broken) {
        if (pursues?.(broken) ?? true) breaks.push({ step, broken });
      },
      ...(answered && { answered }),
    };
  }

  *#followUp(steps: readonly Command[], broken: readonly Broken[]): Work<void> {
    const { known, first } = this.#search;
    const trace = { world: this.#search.world, steps };
    for (const found of broken) {
      if (this.#isMendedFurther || this.#followed.has(keyOf(found))) continue;
      // As far as it was carried out: what is skipped here could run on a kernel that it is compared with.
      const ran = known === undefined ? trace : yield* this.#pace.drawing(this.#upTo(trace, found));
      if (known !== undefined && this.#pace.draw(() => known.explains(ran, found))) {
        if (!this.#seemKnown.has(keyOf(found)))
          this.#seemKnown.set(keyOf(found), new Case(this.#own, ran, found));
        continue;
      }
      this.#followed.add(keyOf(found));
      yield* this.#meet(
        new Case(this.#own, ran, found, known && ((t, b) => !known.explains(t, b))),
      );
      if (first) return;
    }
    // What a known defect did must not hide anything behind it: the same trace on the mended kernel.
    const mended = this.#mended;
    if (mended === undefined) return;
    const behind: Break[] = [];
    yield* this.#pace.drawing(mended.runner.running(steps, this.#listener(behind)));
    for (const found of this.#inOrder(behind)) {
      if (!this.#isMendedFurther && this.#followed.has(keyOf(found))) continue;
      if (this.#followedOnMended.has(keyOf(found)) || this.#unexplained.has(keyOf(found))) continue;
      this.#followedOnMended.add(keyOf(found));
      yield* this.#meet(new Case(mended, trace, found));
      if (first) return;
      if (this.#mended !== mended) return; // the rest of the trace may be due to what is mended now
    }
  }

  *#upTo({ world, steps }: Trace, found: Broken): Work<Trace> {
    const { ran } = (yield* breaking(this.#own.runner, { world, steps }, found)) ?? { ran: steps };
    return { world, steps: ran };
  }

  /** A new violation. */
  *#meet(found: Case): Work<void> {
    this.#met.push({ found, at: this.#pace.now });
    // What the search does next depends on it.
    if (this.#search.first || this.#search.mends !== undefined) yield* this.#tellMet(() => true);
    else yield* this.#tellMet();
  }

  *#tellMet(isDue = (at: number): boolean => this.#pace.isDue(at)): Work<void> {
    while (this.#met.length > 0 && isDue(this.#met[0]!.at))
      yield* this.#pace.following(this.#tellNew(this.#met.shift()!.found));
  }

  *#tellNew(found: Case): Work<void> {
    yield* found.work(this.#pace.forNew());
    const finding = yield* this.#tell(found);
    if (this.#faults && found.trace.steps.every((c) => c.fails === undefined))
      yield* this.#sweep(found.trace, found.side);
    this.#mendFurther(finding);
    if (found.failure !== undefined) throw found.failure;
  }

  *#tell(found: Case, isKnown = false): Work<Finding> {
    const finding = yield* this.#findingOf(found);
    if (isKnown) this.#counts.known++;
    else this.#counts.findings++;
    if (!found.isFinished) this.#unfinished.set(found, finding);
    this.#search.onFinding(finding, { isKnown });
    return finding;
  }

  *#findingOf(found: Case): Work<Finding> {
    const { runner, port } = this.#own;
    // Found without the known defects, but the release as it is shows it too, as a rule.
    const isShown = (yield* breaking(runner, found.trace, found.broken)) !== undefined;
    return yield* found.finding(isShown ? port.name : found.side.port.name, {
      seed: this.#search.seed,
      run: this.#counts.traces,
      commands: this.#counts.commands,
    });
  }

  #mendFurther(finding: Finding): void {
    const { mends } = this.#search;
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

  /** As long as drawing has earned: findings that were told before they were finished. */
  *#workOnTold(): Work<void> {
    for (const [found, before] of this.#unfinished) {
      const least = this.#leastPatience.get(found) ?? LEAST_PATIENCE_MS;
      const patience = this.#pace.forTold(least);
      if (patience === undefined) continue;
      yield* this.#pace.following(this.#workOn(found, before, patience));
      // What was cut short begins anew, so it wants more next time.
      this.#leastPatience.set(found, 2 * least);
    }
  }

  *#workOn(found: Case, before: Finding, patience: () => boolean): Work<void> {
    yield* found.work(patience);
    if (found.isFinished) this.#unfinished.delete(found);
    const { run, commands, seed } = before.provenance!;
    const finding = yield* found.finding(before.kernel, { run, commands, seed });
    // A trace that is only simpler so far is told when it is as simple as it gets.
    const isWorth = found.isFinished || isSurer(finding.grade, before.grade);
    if (isWorth && isBetter(this.#search.specification, finding, before)) {
      if (!found.isFinished) this.#unfinished.set(found, finding);
      this.#search.onFinding(finding, { isKnown: false, was: before });
    }
    if (found.failure !== undefined) throw found.failure;
  }

  /** No trace is drawn any more: what is left to follow up, as long as there is time. */
  *#finish(): Work<void> {
    const { known, first } = this.#search;
    yield* this.#tellMet(() => !this.#pace.isStopped);
    if (first && this.#counts.findings > 0) this.#seemKnown.clear();
    const told = [...this.#unfinished];
    for (const [i, [found, before]] of told.entries()) {
      if (this.#pace.isStopped) break;
      const left = told.length + this.#seemKnown.size - i;
      yield* this.#workOn(found, before, this.#pace.forTheRest(left));
    }
    this.#unfinished.clear();
    if (this.#pace.isStopped) return;
    const seemKnown = [...this.#seemKnown];
    // The simplest trace may tell that it is something else, so all are shrunk before any is graded.
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
}

/** Less is not enough to be of use. */
const LEAST_PATIENCE_MS = 100;

/** Is there anything to return to? */
function hasSituations(specification: Specification, world: AnyWorld): boolean {
  const { situations, hasSituations: inWorld } = specification;
  return situations !== undefined && (inWorld?.(world) ?? true);
}
