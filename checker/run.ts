import type { Answer } from '../model/answer.ts';
import { errno } from '../model/answer.ts';
import type { Command, Rules } from '../model/command.ts';
import type { Broken } from '../model/judgement.ts';
import { State } from '../model/state.ts';
import type { Trace } from '../model/trace.ts';
import { CannotGoOn, type Port } from '../implementation/port.ts';
import type { Law, View } from '../properties/law.ts';

/** What a run tells while it goes. All are optional: the fast path of a campaign listens to little. */
export interface Listener {
  /** Before a command, with the state in which it is asked. */
  before?(s: State, step: number, c: Command): void;
  /** After its answer, before the state changes. */
  answered?(s: State, step: number, c: Command, a: Answer): void;
  /** A law is broken, told once per law and place and trace. `step` is the trace’s length at its end. */
  broken?(step: number, broken: Broken): void;
  /** The laws have been looked at. */
  after?(s: State, step: number, c: Command, a: Answer): void;
}

/** How a trace ended and what of it was carried out. */
export interface Outcome {
  /** Commands that were asked. */
  readonly applied: number;
  /** Commands that made no sense when their turn came. */
  readonly skipped: number;
  /** `stuck`: a task never returned; `full`: the world had no room. What follows was not run. */
  readonly ended: 'whole' | 'stuck' | 'full';
}

/** The specification as the checker needs it: rules by kind, and the laws. */
export interface Specification {
  readonly rules: Readonly<Record<string, Rules>>;
  readonly laws: readonly Law[];
}

/** A law in use, made once because it is asked after every command. */
interface Watch {
  readonly look: NonNullable<Law['after']>;
  readonly report: (place: string, witness: string) => void;
  /** It looks at nothing but the log. */
  readonly readsLog: boolean;
}

/**
 * Runs traces on the model and an implementation side by side and judges after every command. One
 * runner serves any number of traces of one world; nothing it keeps grows with their number.
 */
export class Runner {
  readonly state: State;
  /** Laws that this implementation cannot show enough for. They are not judged. */
  readonly blindLaws: readonly string[];
  readonly #port: Port;
  /** Of the commands that the implementation knows. */
  readonly #rules: Readonly<Record<string, Rules>>;
  readonly #afterLaws: readonly Watch[];
  readonly #restLaws: readonly Watch[];
  readonly #view: { -readonly [K in keyof View]: View[K] };
  readonly #told = new Set<string>();
  #listener: Listener = {};
  #step = 0;

  constructor(port: Port, specification: Specification, world: Trace['world']) {
    this.#port = port;
    this.#rules = Object.fromEntries(
      Object.entries(specification.rules).filter(([kind]) => port.capabilities.commands.has(kind)),
    );
    this.state = new State(world);
    const able = specification.laws.filter((law) =>
      law.needs.every((need) => port.capabilities.observes.has(need)),
    );
    this.blindLaws = specification.laws.filter((law) => !able.includes(law)).map((law) => law.name);
    this.#afterLaws = able.flatMap((law) => this.#watch(law, law.after));
    this.#restLaws = able.flatMap((law) => this.#watch(law, law.atRest));
    port.reset(world);
    this.#view = { state: this.state, seen: port.observe(), splatsBefore: 0 };
  }

  run(steps: readonly Command[], listener: Listener): Outcome {
    const { state } = this;
    const port = this.#port;
    port.reset(state.world);
    state.reset();
    this.#listener = listener;
    this.#told.clear();
    let applied = 0;
    let skipped = 0;
    let ended: Outcome['ended'] = 'whole';
    for (this.#step = 0; this.#step < steps.length; this.#step++) {
      const c = steps[this.#step]!;
      const rules = this.#rules[c.kind];
      if (rules === undefined || !rules.possible(state, c)) {
        skipped++;
        continue;
      }
      listener.before?.(state, this.#step, c);
      this.#view.splatsBefore = port.observe().splats.length;
      const a = this.#ask(c);
      if (a === undefined) {
        ended = 'full';
        break;
      }
      this.#view.seen = port.observe();
      applied++;
      const judgement = rules.judge(state, c, a);
      if (judgement !== undefined) this.#tell(judgement);
      listener.answered?.(state, this.#step, c, a);
      const stuck = a.errno === errno.HUNG || a.errno === errno.OOPS;
      if (!stuck) rules.next(state, c, a);
      // In a call that never returned, objects are in the midst of changing: only the log can be read.
      for (const { look, report, readsLog } of this.#afterLaws)
        if (!stuck || readsLog) look(this.#view, report);
      listener.after?.(state, this.#step, c, a);
      if (stuck) {
        ended = 'stuck';
        break;
      }
    }
    if (ended === 'whole') this.#rest();
    return { applied, skipped, ended };
  }

  #ask(c: Command): Answer | undefined {
    try {
      return this.#port.apply(c);
    } catch (error) {
      if (error instanceof CannotGoOn) return undefined;
      throw error;
    }
  }

  /** Everything deferred happens; if nobody is left, nothing may be. */
  #rest(): void {
    if (this.state.anyProcess()) return;
    this.#view.splatsBefore = this.#view.seen.splats.length;
    this.#port.settle();
    this.#view.seen = this.#port.observe();
    this.state.settled();
    for (const { look, report } of this.#afterLaws) look(this.#view, report);
    for (const { look, report } of this.#restLaws) look(this.#view, report);
  }

  #watch(law: Law, look: Law['after']): Watch[] {
    if (look === undefined) return [];
    const report = (place: string, witness: string): void =>
      this.#tell({ law: law.name, place, witness });
    return [{ look, report, readsLog: law.needs[0] === 'splats' }];
  }

  #tell(broken: Broken): void {
    const key = `${broken.law}\n${broken.place}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#listener.broken?.(this.#step, broken);
  }
}
