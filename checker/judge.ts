import { placeOf } from '../model/place.ts';
import { type Answer, errno, threw } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import { isIn } from '../model/in-world.ts';
import type { Broken, Judgement, LawName } from '../model/judgement.ts';
import { CannotGoOn, ImplementationThrew, type Port } from '../implementation/port.ts';
import { answerThrown, otherThrown, thrownBy } from './thrown.ts';
import { notAnAnswer } from '../model/not-an-answer.ts';
import type { Law, Tell, View } from '../properties/law.ts';
import { isThere, notJudged } from '../properties/shown.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { AnyState } from '../model/any-state.ts';
import type { Specification } from '../properties/specification.ts';

/** A law in use, prepared once because it is judged after every command. */
interface Watch {
  readonly look: (view: View, report: Tell) => void;
  readonly report: Tell;
  /** Whether it reads only the log. */
  readonly readsLog: boolean;
}

/** A law in use that compares a state with the state before. */
interface StepWatch {
  readonly measure: (view: View) => readonly number[];
  readonly onStep: (view: View, was: readonly number[], report: Tell) => void;
  readonly report: Tell;
}

/** The measures of the laws about steps before a step, in the order of these laws, which alone read them. */
export type Measures = readonly (readonly number[])[];

const NOT_MEASURED: Measures = [];

/** Answers after which no command can follow: the task never returned, the kernel killed it, or the implementation threw. */
export function endsTrace(a: Answer): boolean {
  return a.errno === errno.HUNG || a.errno === errno.OOPS || a.errno === errno.THREW;
}

/** How steps are made. One object serves all steps, because a step is the hottest path of the program. */
export interface StepOptions {
  /** Whether the laws judge every state that a step leads to, or only a state with a new splat. */
  readonly looksAt: 'every state' | 'complaints';
  /** Called with each answer after it has been judged, before the model changes. */
  answered?(c: Command, a: Answer): void;
}

/**
 * The model and an implementation side by side in one world. `step` makes and judges one command that runs alone;
 * overlapping commands use the parts of it. The caller decides what comes next: the steps of a trace, or every command.
 */
export class Judge {
  readonly specification: Specification;
  readonly state: AnyState;
  /** The rules of the commands of the world that the implementation knows. */
  readonly rules: Readonly<Record<string, Rules>>;
  /** Laws that are not judged, because the implementation does not show what they need. */
  readonly blindLaws: readonly string[];
  readonly #port: Port;
  readonly #canOverlap: boolean;
  /** Whether the implementation shows its log. */
  readonly #showsLog: boolean;
  readonly #tell: (broken: Broken) => void;
  /** Collects the broken laws while they are only computed, not reported. */
  #aside: Broken[] | undefined;
  readonly #afterLaws: readonly Watch[];
  readonly #restLaws: readonly Watch[];
  readonly #stepLaws: readonly StepWatch[];
  /** What an observation or deferred work threw, since `reset`: the state is unknown, and the trace cannot continue. */
  #lost: Answer | undefined;
  readonly #view: { -readonly [K in keyof View]: View[K] };

  /** @param tell - called for each broken law, every time that it is seen */
  constructor(
    specification: Specification,
    port: Port,
    world: AnyWorld,
    tell: (broken: Broken) => void,
  ) {
    this.specification = specification;
    this.#port = port;
    this.#tell = (broken) => {
      if (this.#aside === undefined) tell(broken);
      else this.#aside.push(broken);
    };
    this.rules = Object.fromEntries(
      Object.entries(specification.rules).filter(
        ([kind, r]) => port.capabilities.commands.has(kind) && isIn(r, world),
      ),
    );
    this.state = specification.newState(world);
    this.#canOverlap =
      port.capabilities.points.length > 0 && specification.whyAlone?.(world) === undefined;
    const { observes } = port.capabilities;
    this.#showsLog = observes.has('splats');
    const laws = specification.laws.filter((law) => law.in?.(world) ?? true);
    const able = laws.filter(
      (law) =>
        law.needs.every((need) => observes.has(need)) &&
        (law.needs.length === 0 || law.needs.some((need) => isThere(specification, need, world))),
    );
    this.blindLaws = notJudged(specification, world, observes);
    this.#afterLaws = able.flatMap((law) => this.#watch(law, law.after));
    this.#restLaws = able.flatMap((law) => this.#watch(law, law.atRest));
    this.#stepLaws = able.flatMap(({ name, measure = () => [], onStep }) =>
      onStep === undefined ? [] : [{ measure, onStep, report: this.#reportOf(name) }],
    );
    port.reset(world);
    this.#view = {
      state: this.state,
      seen: port.observe(),
      shows: observes,
      splatsBefore: 0,
      last: undefined,
    };
  }

  reset(): void {
    this.#lost = undefined;
    this.#port.reset(this.state.world);
    this.state.reset();
    this.#view.last = undefined;
  }

  /**
   * Runs a command alone: issues it, judges its answer, changes the model, judges the laws, and compares the state with
   * the state before. After a call that never returned, the model does not change.
   *
   * @param c - a command that can be issued now
   * @returns the answer; undefined if the world has no room for the command
   */
  step(c: Command, options: StepOptions): Answer | undefined {
    const rules = this.rules[c.kind]!;
    const comparesSteps = this.#stepLaws.length > 0;
    this.#lost = undefined;
    const was = comparesSteps ? this.measure() : NOT_MEASURED;
    if (this.#lost !== undefined) return this.#lost;
    const answer = this.ask(c);
    if (answer === undefined) return undefined;
    this.#view.last = { c, answer };
    this.judge(rules, c, answer);
    options.answered?.(c, answer);
    if (endsTrace(answer)) {
      this.look(true);
      return answer;
    }
    rules.next(this.state, c, answer);
    if (options.looksAt === 'every state' || this.#complained) this.look(false);
    if (comparesSteps) this.#lookBack(was);
    return this.#lost ?? answer;
  }

  /** What an observation threw in the last step, if one did. */
  get lost(): Answer | undefined {
    return this.#lost;
  }

  /** The implementation’s answer; undefined if the world has no room for the command. */
  ask(c: Command): Answer | undefined {
    this.#view.last = undefined;
    this.#lost = undefined;
    try {
      this.#view.splatsBefore = this.#logged(this.#port.observe());
      const a = this.#port.apply(c);
      if (typeof a?.errno !== 'number') throw notAnAnswer(this.#port.name, c, a);
      this.#view.seen = this.#port.observe();
      return a;
    } catch (error) {
      if (error instanceof CannotGoOn) return undefined;
      if (error instanceof ImplementationThrew) return threw(error.cause);
      throw error;
    }
  }

  /** Whether it can be issued now to this implementation. */
  canAsk(c: Command): boolean {
    if (c.fails !== undefined && !this.#port.capabilities.faults) return false;
    if (c.stops !== undefined && !this.#canOverlap) return false;
    return this.rules[c.kind]?.possible(this.state, c) ?? false;
  }

  /** The number of allocations of the last command, if the implementation can make one fail. */
  get allocations(): number {
    return this.#port.allocations?.() ?? 0;
  }

  /** Judges whether the answer is admitted. Called before the model changes. */
  judge(rules: Rules, c: Command, a: Answer): void {
    const judgement = this.verdict(rules, c, a, this.allocations);
    if (judgement !== undefined) this.#tell(judgement);
  }

  /** The same, but the result is only returned. @param allocations - the number that the command made */
  verdict(rules: Rules, c: Command, a: Answer, allocations: number): Judgement {
    if (a.errno === errno.THREW) return answerThrown(c.kind, a);
    // Every command may answer that it has no memory, if an allocation failed.
    if (a.errno !== errno.OK && c.fails !== undefined && c.fails <= allocations)
      if (a.errno === errno.ENOMEM || rules.noMemory?.some((name) => errno[name] === a.errno))
        return undefined;
    return rules.judge(this.state, c, a);
  }

  /** The measures of the present state, for a later comparison. The reads are not recorded in the footprint. */
  measure(): Measures {
    if (this.#stepLaws.length === 0) return NOT_MEASURED;
    this.#view.last = undefined;
    try {
      this.#view.seen = this.#port.observe();
      return this.#unnoticed(() => this.#stepLaws.map(({ measure }) => measure(this.#view)));
    } catch (error) {
      this.#blame(error);
      return NOT_MEASURED;
    }
  }

  /**
   * The laws that the present state breaks, apart from the log, if overlapping commands led to it.
   *
   * @param was - the measures before them
   * @param only - the command, if it was a single one
   */
  brokenNow(was: Measures, only: View['last']): readonly Broken[] {
    const { splatsBefore, last } = this.#view;
    this.forget();
    this.#view.last = only;
    const aside: Broken[] = (this.#aside = []);
    try {
      this.look(false);
      this.#lookBack(was);
    } finally {
      this.#aside = undefined;
      this.#view.splatsBefore = splatsBefore;
      this.#view.last = last;
    }
    return aside;
  }

  tell(broken: Broken): void {
    this.#tell(broken);
  }

  /**
   * Judges the laws after every command. A call that never returned leaves objects half changed: then only the log can be
   * read.
   */
  look(isStuckNow: boolean): void {
    try {
      for (const { look, report, readsLog } of this.#afterLaws)
        if (!isStuckNow || readsLog) look(this.#view, report);
    } catch (error) {
      this.#blame(error);
    }
  }

  /** Marks all splats so far as old. */
  forget(): void {
    this.#view.splatsBefore = this.#logged(this.#view.seen);
  }

  /** No process is left: runs all deferred work, after which no object may remain. */
  rest(): void {
    this.#view.splatsBefore = this.#logged(this.#view.seen);
    this.#view.last = undefined;
    try {
      this.#port.settle();
      this.#view.seen = this.#port.observe();
    } catch (error) {
      if (error instanceof CannotGoOn) return;
      if (!(error instanceof ImplementationThrew)) throw error;
      this.#tell(otherThrown('deferred work', threw(error.cause)));
      return;
    }
    this.state.settled?.();
    this.look(false);
    if (this.#lost !== undefined) return;
    try {
      for (const { look, report } of this.#restLaws) look(this.#view, report);
    } catch (error) {
      this.#blame(error);
    }
  }

  /**
   * Something was thrown while laws read the observation: a finding if that is the implementation’s mistake.
   *
   * @throws the error, if it is not
   */
  #blame(error: unknown): void {
    const { seen } = this.#view;
    if (error instanceof ImplementationThrew) this.#lost = threw(error.cause);
    else
      this.#lost = thrownBy(seen, (marked) => {
        const view = { ...this.#view, seen: marked };
        for (const { measure } of this.#stepLaws) measure(view);
        for (const { look } of [...this.#afterLaws, ...this.#restLaws]) look(view, nowhere);
      });
    if (this.#lost === undefined) throw error;
    this.#tell(otherThrown('an observation', this.#lost));
  }

  /** The number of splats in the log so far; 0 if the implementation does not show it. */
  #logged(seen: View['seen']): number {
    return this.#showsLog ? (seen.splats?.length ?? 0) : 0;
  }

  /** Whether the last command caused a splat. */
  get #complained(): boolean {
    return this.#logged(this.#view.seen) > this.#view.splatsBefore;
  }

  #watch(law: Law, look: Watch['look'] | undefined): Watch[] {
    if (look === undefined) return [];
    return [{ look, report: this.#reportOf(law.name), readsLog: law.readsLogAlone === true }];
  }

  #reportOf(law: LawName): Tell {
    return (place, witness) => this.#tell({ law, place: placeOf(place), witness });
  }

  /** Judges the laws that compare the state with earlier measures. */
  #lookBack(was: Measures): void {
    if (this.#stepLaws.length === 0 || this.#lost !== undefined) return;
    try {
      this.#unnoticed(() =>
        this.#stepLaws.forEach(({ onStep, report }, i) => onStep(this.#view, was[i]!, report)),
      );
    } catch (error) {
      this.#blame(error);
    }
  }

  #unnoticed<T>(look: () => T): T {
    const { footprint } = this.#port;
    return footprint === undefined ? look() : footprint.aside(look);
  }
}

/** Listens to no violation. */
const nowhere: Tell = () => {};
