import { type Answer, errno } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { isContinuation } from '../model/continuations.ts';
import { type Broken, keyOf } from '../model/judgement.ts';
import type { Task } from '../model/task.ts';
import type { Port } from '../implementation/port.ts';
import type { Work } from '../shrinkers/work.ts';
import { noteTrace } from './trace-error.ts';
import { endsTrace, Judge, type StepOptions } from './judge.ts';
import type { Operation } from './operation.ts';
import { Overlap } from './overlap.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { AnyState } from '../model/any-state.ts';
import type { Specification } from '../properties/specification.ts';

/** Events of a run. All are optional: the fast path of a campaign uses few of them. */
export interface Listener {
  /** Before a step, with the state in which it is issued. */
  before?(s: AnyState, step: number, c: Command): void;
  /** A step made no sense in this state, when its turn came, and was skipped. */
  skipped?(s: AnyState, step: number, c: Command): void;
  /** After a command’s answer, before the state changes. */
  answered?(s: AnyState, step: number, c: Command, a: Answer): void;
  /** A law is broken, reported once for each law and place in a trace. At the end of the trace, `step` is its length. */
  broken?(step: number, broken: Broken): void;
  /**
   * The laws have been judged. `of` is the command of the step: another one only if the step is a continuation. The
   * answer is PAUSED if the command was suspended.
   */
  after?(s: AnyState, step: number, c: Command, a: Answer, of: Command): void;
}

/** How a trace ended, and which of its steps were executed. */
export interface Outcome {
  /** The number of commands that were issued. */
  readonly applied: number;
  /** The number of steps that made no sense when their turn came. */
  readonly skipped: number;
  /** `stuck`: a task never returned; `full`: the world had no room. Later steps were not run. */
  readonly ended: 'whole' | 'stuck' | 'full';
}

/**
 * Runs traces on the model and an implementation side by side and judges after every command. One runner serves any
 * number of traces of one world, and its memory does not grow with their number.
 */
export class Runner {
  readonly specification: Specification;
  readonly state: AnyState;
  /** Laws that are not judged, because the implementation does not show what they need. */
  readonly blindLaws: readonly string[];
  readonly #port: Port;
  readonly #judge: Judge;
  readonly #overlap: Overlap;
  readonly #told = new Set<string>();
  readonly #stepOptions: StepOptions = {
    looksAt: 'every state',
    answered: (c, a) => this.#listener.answered?.(this.state, this.#step, c, a),
  };
  #listener: Listener = {};
  #step = 0;
  #applied = 0;
  #skipped = 0;
  #ended: Outcome['ended'] = 'whole';

  constructor(specification: Specification, port: Port, world: AnyWorld);
  /**
   * @internal
   * @param judge - the judge of a caller that also drives it; its reports go to that caller, not to the listener
   */
  constructor(specification: Specification, port: Port, world: AnyWorld, judge?: Judge);
  constructor(specification: Specification, port: Port, world: AnyWorld, judge?: Judge) {
    this.#port = port;
    this.specification = specification;
    this.#judge = judge ?? new Judge(specification, port, world, (broken) => this.#tell(broken));
    this.state = this.#judge.state;
    this.#overlap = new Overlap(specification, this.state, this.#judge);
    this.blindLaws = this.#judge.blindLaws;
  }

  /** The number of allocations of the last command, if the implementation can make one fail. */
  get allocations(): number {
    return this.#judge.allocations;
  }

  /**
   * Runs a trace from the beginning and reports events to the listener. Commands that are suspended at the end are
   * resumed until they return. If no process is left then, the laws at rest are judged as well.
   */
  run(steps: readonly Command[], listener: Listener): Outcome {
    try {
      this.start(listener);
      for (const c of steps) if (this.take(c) !== 'whole') break;
      return this.end();
    } catch (error) {
      this.#noteTrace(error, steps);
      throw error;
    }
  }

  /**
   * The same for an implementation that may answer later. Its answers are awaited before each step, so that the step
   * itself is the same for every implementation and never waits.
   *
   * @internal
   */
  *running(steps: readonly Command[], listener: Listener): Work<Outcome> {
    const { ahead } = this.#port;
    if (ahead === undefined) return this.run(steps, listener);
    try {
      yield* this.starting(listener);
      for (const c of steps) if ((yield* this.taking(c)) !== 'whole') break;
      return yield* this.ending();
    } catch (error) {
      this.#noteTrace(error, steps);
      throw error;
    }
  }

  /** Something was thrown at the present step. */
  #noteTrace(error: unknown, steps: readonly Command[]): void {
    noteTrace(error, steps.slice(0, this.#step + 1));
  }

  /** `start` for an implementation that may answer later. @internal */
  *starting(listener: Listener): Work<void> {
    const { ahead } = this.#port;
    if (ahead !== undefined) yield ahead.reset(this.state.world);
    this.start(listener);
  }

  /** `take` for an implementation that may answer later. @internal */
  *taking(c: Command): Work<Outcome['ended']> {
    const { ahead } = this.#port;
    if (ahead !== undefined && this.canTake(c)) yield ahead.apply(c);
    return this.take(c);
  }

  /** `end` for an implementation that may answer later. @internal */
  *ending(): Work<Outcome> {
    const { ahead } = this.#port;
    if (ahead === undefined) return this.end();
    while (this.#isUnfinished) {
      yield ahead.apply(this.#nextToResume());
      this.#resumeNext();
    }
    if (this.#isAtRest) yield ahead.settle();
    return this.end();
  }

  /**
   * For a caller that makes a trace while it runs: resets both sides; `take` makes each step, and `end` ends the trace.
   *
   * @internal
   */
  start(listener: Listener): void {
    this.#judge.reset();
    this.goOn(listener);
  }

  /** The same from where the judge is now. @internal */
  goOn(listener: Listener): void {
    this.#overlap.forget();
    this.#told.clear();
    this.#listener = listener;
    this.#step = 0;
    this.#applied = 0;
    this.#skipped = 0;
    this.#ended = 'whole';
  }

  /** Makes the next step. Returns whether the trace can continue. @internal */
  take(c: Command): Outcome['ended'] {
    this.#ended = this.#take(c);
    if (this.#ended === 'whole') this.#step++;
    return this.#ended;
  }

  /**
   * Ends the trace: suspended commands are resumed, and if no process is left then, all deferred work runs.
   *
   * @internal
   */
  end(): Outcome {
    while (this.#isUnfinished) this.#resumeNext();
    if (this.#isAtRest) this.#judge.rest();
    return { applied: this.#applied, skipped: this.#skipped, ended: this.#ended };
  }

  /** Whether a suspended command has to be resumed. */
  get #isUnfinished(): boolean {
    return this.#ended === 'whole' && this.#overlap.isOpen;
  }

  get #isAtRest(): boolean {
    return this.#ended === 'whole' && this.state.isOver();
  }

  #resumeNext(): void {
    this.#ended = this.#takeOverlapping(this.#nextToResume());
    this.#step++;
  }

  /** Whether this step would be made now, and not skipped. @internal */
  canTake(c: Command): boolean {
    if (isContinuation(c))
      return this.#suspendedBehind(c) !== undefined && (this.#port.canContinue?.(c) ?? false);
    const judge = this.#judge;
    if (!judge.canAsk(c)) return false;
    if (!this.#overlap.isOpen) return true;
    const rules = judge.rules[c.kind]!;
    return (
      !this.isSuspended(this.specification.vocabulary.taskOf(c)) &&
      this.#overlap.hasRoomFor(rules, c)
    );
  }

  /**
   * Whether the implementation knows this kind of command, and the command exists in the world.
   *
   * @internal
   */
  knows(kind: string): boolean {
    return this.#judge.rules[kind] !== undefined;
  }

  /** The tasks whose commands are suspended, in the order in which these were issued. @internal */
  get suspended(): readonly Task[] {
    return this.#overlap.pending.map(({ task }) => task);
  }

  /**
   * Whether the state of the model is known. It is not while commands overlap, nor while several orders of them explain
   * the answers.
   */
  get isCertain(): boolean {
    return !this.#overlap.isOpen && !this.#overlap.isAmbiguous;
  }

  /** Whether a command of this task is suspended. @internal */
  isSuspended(task: Task): boolean {
    return this.#overlap.pendingOn(task) !== undefined;
  }

  /** The first task that can continue; or the first, if none can, so that the reason is reported. */
  #nextToResume(): Command {
    const { tasks } = this.specification.vocabulary;
    const pending = this.#overlap.pending.map(({ task }) => tasks.continuationOf(task));
    return pending.find((c) => this.#port.canContinue!(c)) ?? pending[0]!;
  }

  #take(c: Command): Outcome['ended'] {
    const judge = this.#judge;
    const overlap = this.#overlap;
    const overlaps =
      overlap.isOpen || overlap.isAmbiguous || c.stops !== undefined || isContinuation(c);
    if (overlaps ? !this.canTake(c) : !judge.canAsk(c)) {
      this.#skipped++;
      this.#listener.skipped?.(judge.state, this.#step, c);
      return 'whole';
    }
    if (overlaps) return this.#takeOverlapping(c);
    const { state } = judge;
    const listener = this.#listener;
    listener.before?.(state, this.#step, c);
    const a = judge.step(c, this.#stepOptions);
    if (a === undefined) return 'full';
    this.#applied++;
    listener.after?.(state, this.#step, c, a, c);
    return endsTrace(a) ? 'stuck' : 'whole';
  }

  #takeOverlapping(c: Command): Outcome['ended'] {
    const judge = this.#judge;
    const overlap = this.#overlap;
    const { state } = judge;
    const listener = this.#listener;
    listener.before?.(state, this.#step, c);
    const goesOn = isContinuation(c);
    if (!goesOn && overlap.isFull) return 'full';
    const op = goesOn ? this.#suspendedBehind(c)! : overlap.begin(judge.rules[c.kind]!, c);
    if (!goesOn) this.#applied++;
    const a = judge.ask(c);
    if (a === undefined) return 'full';
    const stuck = endsTrace(a);
    if (stuck) judge.judge(op.rules, op.c, a);
    if (a.errno !== errno.PAUSED) {
      listener.answered?.(state, this.#step, op.c, a);
      if (!stuck) overlap.end(op, a, judge.allocations);
    }
    judge.look(true);
    if (!stuck && overlap.pending.length === 0)
      for (const broken of overlap.close()) judge.tell(broken);
    listener.after?.(state, this.#step, c, a, op.c);
    return stuck || judge.lost !== undefined ? 'stuck' : 'whole';
  }

  #suspendedBehind(continuation: Command): Operation | undefined {
    return this.#overlap.pendingOn(this.specification.vocabulary.taskOf(continuation));
  }

  #tell(broken: Broken): void {
    const key = keyOf(broken);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#listener.broken?.(this.#step, broken);
  }
}
