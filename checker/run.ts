import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { Broken } from '../model/judgement.ts';
import type { State } from '../model/state.ts';
import type { Trace } from '../model/trace.ts';
import type { Port } from '../implementation/port.ts';
import { isStuck, Judge, type Specification } from './judge.ts';

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

/**
 * Runs traces on the model and an implementation side by side and judges after every command. One
 * runner serves any number of traces of one world; nothing it keeps grows with their number.
 */
export class Runner {
  readonly state: State;
  /** Laws that this implementation cannot show enough for. They are not judged. */
  readonly blindLaws: readonly string[];
  readonly #judge: Judge;
  readonly #told = new Set<string>();
  #listener: Listener = {};
  #step = 0;

  constructor(port: Port, specification: Specification, world: Trace['world']) {
    this.#judge = new Judge(port, specification, world, (broken) => this.#tell(broken));
    this.state = this.#judge.state;
    this.blindLaws = this.#judge.blindLaws;
  }

  /** Allocations of the last command, where the implementation can make one fail. */
  get allocations(): number {
    return this.#judge.allocations;
  }

  run(steps: readonly Command[], listener: Listener): Outcome {
    const judge = this.#judge;
    const { state } = judge;
    judge.reset();
    this.#listener = listener;
    this.#told.clear();
    let applied = 0;
    let skipped = 0;
    let ended: Outcome['ended'] = 'whole';
    for (this.#step = 0; this.#step < steps.length; this.#step++) {
      const c = steps[this.#step]!;
      if (!judge.canAsk(c)) {
        skipped++;
        continue;
      }
      const rules = judge.rules[c.kind]!;
      listener.before?.(state, this.#step, c);
      const a = judge.ask(c);
      if (a === undefined) {
        ended = 'full';
        break;
      }
      applied++;
      judge.judge(rules, c, a);
      listener.answered?.(state, this.#step, c, a);
      const stuck = isStuck(a);
      if (!stuck) rules.next(state, c, a);
      judge.look(stuck);
      listener.after?.(state, this.#step, c, a);
      if (stuck) {
        ended = 'stuck';
        break;
      }
    }
    if (ended === 'whole' && !state.anyProcess()) judge.rest();
    return { applied, skipped, ended };
  }

  #tell(broken: Broken): void {
    const key = `${broken.law}\n${broken.place}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#listener.broken?.(this.#step, broken);
  }
}
