import type { Answer } from '../model/answer.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Command } from '../model/command.ts';
import type { AnySeen } from '../model/seen.ts';
import { type Ahead, type Capabilities, CannotGoOn, type Paused, type Port } from './port.ts';

/**
 * What is under test, where it answers later: a service, another process, a real kernel. It is a `Port` in which what takes
 * time returns a promise. `observe` returns a snapshot, which laws read as often as they like.
 */
export interface AsyncPort {
  readonly isAsync: true;
  /** For reports. */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** A fresh system, as the specification has it at its beginning. */
  reset(world: AnyWorld): Promise<void>;
  /**
   * Carries out one command.
   * @throws CannotGoOn when the trace has to end here for a reason that is nobody’s fault.
   */
  apply(command: Command): Promise<Answer>;
  /** Lets everything that is deferred happen. */
  settle(): Promise<void>;
  /** All that can be seen now. It does not change when the system does. Asked only if `capabilities.observes` lists anything. */
  observe(): Promise<AnySeen>;
  /** Everything it can tell of its state, in lines, for a report. */
  describe(): Promise<readonly string[]>;
  /** As of a `Port`: what is known when the last command was answered. */
  allocations?(): number;
  failedAllocation?(): string | undefined;
  paused?(): Paused | undefined;
  canContinue?(continuation: Command): boolean;
}

const NOTHING: AnySeen = {};

/**
 * An implementation that answers later, as one that answers at once. Whoever runs a trace has it do beforehand what it is
 * about to be asked for (`ahead`) and waits for that; what it answered is there when the step is made. So a step is the
 * same for both, and waits for nothing.
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
  /** What is seen once the answer was taken. */
  #next = NOTHING;
  #description: readonly string[] = [];

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
          this.#answer = await port.apply(c);
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
    // It was, if anybody waits for it.
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

  describe(): readonly string[] {
    return this.#description;
  }
}

/** Any implementation, as one that answers at once; see `Answered`. */
export function answered(port: Port | AsyncPort): Port {
  return 'isAsync' in port ? new Answered(port) : port;
}
