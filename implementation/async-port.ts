import type { StateLine } from '../model/state-line.ts';
import type { Answer } from '../model/answer.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Command } from '../model/command.ts';
import type { AnySeen } from '../model/seen.ts';
import { notAnAnswer } from '../model/not-an-answer.ts';
import { type Ahead, type Capabilities, CannotGoOn, type Paused, type Port } from './port.ts';

/**
 * An asynchronous implementation under test: a service, another process, a real kernel. It is a `Port` whose slow functions
 * return promises. `observe` returns a snapshot, which laws may read any number of times.
 */
export interface AsyncPort {
  readonly isAsync: true;
  /** For reports. */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Starts a fresh system in this world, in the initial state of the specification. */
  reset(world: AnyWorld): Promise<void>;
  /**
   * Executes one command.
   * @throws CannotGoOn if the trace has to end here, although nothing is wrong.
   */
  apply(command: Command): Promise<Answer>;
  /** Runs all deferred work. */
  settle(): Promise<void>;
  /** A snapshot of its observations, which later commands do not change. Called only if `capabilities.observes` is not empty. */
  observe(): Promise<AnySeen>;
  /** Its whole state in lines, for a report. */
  describe(): Promise<readonly StateLine[]>;
  /** As in `Port`: the value at the time of the last answer. */
  allocations?(): number;
  failedAllocation?(): string | undefined;
  paused?(): Paused | undefined;
  canContinue?(continuation: Command): boolean;
}

const NOTHING: AnySeen = {};

/**
 * Makes an asynchronous implementation look like one that answers at once. The runner of a trace has it execute the next calls
 * in advance (`ahead`) and awaits them; when the step is made, the answer is ready. So a step is the same for both, and never
 * waits.
 */
class Answered implements Port {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly ahead: Ahead;
  readonly allocations?: NonNullable<Port['allocations']>;
  readonly failedAllocation?: NonNullable<Port['failedAllocation']>;
  readonly paused?: NonNullable<Port['paused']>;
  readonly canContinue?: NonNullable<Port['canContinue']>;
  #answer: Answer | CannotGoOn | undefined;
  #seen = NOTHING;
  /** The observation that belongs to the answer, once the answer was read. */
  #next = NOTHING;
  #description: readonly StateLine[] = [];

  constructor(port: AsyncPort) {
    this.name = port.name;
    this.capabilities = port.capabilities;
    for (const name of ['allocations', 'failedAllocation', 'paused', 'canContinue'] as const) {
      const has = port[name];
      if (has !== undefined) Object.assign(this, { [name]: has.bind(port) });
    }
    const look = async (): Promise<void> => {
      if (port.capabilities.observes.size > 0) this.#next = await port.observe();
      if (this.ahead.isDescribed) this.#description = await port.describe();
    };
    this.ahead = {
      isDescribed: false,
      reset: async (world) => {
        await port.reset(world);
        await look();
        this.#seen = this.#next;
      },
      apply: async (c) => {
        try {
          const answer = await port.apply(c);
          if (typeof answer?.errno !== 'number') throw notAnAnswer(port.name, c, answer);
          this.#answer = answer;
        } catch (error) {
          if (!(error instanceof CannotGoOn)) throw error;
          this.#answer = error;
          return;
        }
        await look();
      },
      settle: async () => {
        await port.settle();
        await look();
      },
    };
  }

  reset(): void {
    // `ahead` has done it, if the caller awaits it.
  }

  apply({ kind }: Command): Answer {
    const answer = this.#answer;
    this.#answer = undefined;
    if (answer === undefined)
      throw new Error(`${this.name} is asynchronous: the result of ${kind} was not awaited`);
    if (answer instanceof CannotGoOn) throw answer;
    this.#seen = this.#next;
    return answer;
  }

  settle(): void {
    this.#seen = this.#next;
  }

  observe(): AnySeen {
    return this.#seen;
  }

  describe(): readonly StateLine[] {
    return this.#description;
  }
}

/** Makes any implementation look like one that answers at once; see `Answered`. */
export function answered(port: Port | AsyncPort): Port {
  return 'isAsync' in port ? new Answered(port) : port;
}
