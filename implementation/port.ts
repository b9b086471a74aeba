import type { StateLine } from '../model/state-line.ts';
import type { Footprint } from '../memory/footprint.ts';
import type { Layout } from '../memory/records.ts';
import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { AnySeen, Observable } from '../model/seen.ts';
import type { AnyWorld } from '../model/any-world.ts';

/**
 * What the checker needs of anything under test. What is optional and marked as internal serves the exhaustive
 * search and the reduction of schedules; it is not part of the published interface.
 */
export interface Port {
  /** For reports: "linux-5.18-rc1". */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** A fresh system, as the specification has it at its beginning. */
  reset(world: AnyWorld): void;
  /**
   * Carries out one command.
   * @throws CannotGoOn when the trace has to end here for a reason that is nobody’s fault.
   */
  apply(command: Command): Answer;
  /** Lets everything that is deferred happen. */
  settle(): void;
  /** Valid until the next command. Asked only for what `capabilities.observes` lists: see `showingOnly`. */
  observe(): AnySeen;
  /** Everything it can tell of its state, in lines, for a report. */
  describe(): readonly StateLine[];
  /**
   * All that its later behaviour depends on, where that can be copied and put back: the layout says
   * what each number means. An implementation without it cannot be searched exhaustively. Valid
   * until the next `reset` to another world; the log is not part of it.
   *
   * @internal
   */
  memory?(): Layout;
  /**
   * With `faults`: allocations of the last command so far, a failed one included. Which commands and how
   * many there are is the implementation’s affair.
   */
  allocations?(): number;
  /** What the last command wanted memory for and did not get, in the kernel’s words; undefined if it got all. */
  failedAllocation?(): string | undefined;
  /**
   * With `points`: where the last command was left (it answered PAUSED); undefined if it has returned.
   * Others may be asked then, and a continuation (model/continuations.ts) lets it go on.
   */
  paused?(): Paused | undefined;
  /** Was a command of this task left, and can it go on now? Not while it waits for a lock. */
  canContinue?(continuation: Command): boolean;
  /**
   * Where it records what it reads and writes of its memory, if it does; cleared by whoever asks.
   *
   * @internal
   */
  readonly footprint?: Footprint | undefined;
  /** The same implementation once more, one that records its footprint. @internal */
  recording?(): Port;
  /** Drops what has not returned: called before the memory is put back. @internal */
  abandon?(): void;
  /** Forgets the log. @internal */
  forgetLog?(): void;
  /** Of an implementation that answers later: what has to be waited for before the functions above are called. @internal */
  readonly ahead?: Ahead | undefined;
}

/** Has an implementation do what it is about to be asked for; what came of it is then there at once. */
export interface Ahead {
  reset(world: AnyWorld): Promise<void>;
  apply(command: Command): Promise<void>;
  settle(): Promise<void>;
  /** Whether somebody wants to know what it tells of its state after each of them. */
  isDescribed: boolean;
}

/** What an implementation can do and show. What it cannot is skipped and named, never passed over in silence. */
export interface Capabilities {
  /** Kinds of commands it knows. */
  readonly commands: ReadonlySet<string>;
  readonly observes: ReadonlySet<Observable>;
  /** Whether it can make the n-th allocation of a command fail (`Command.fails`). */
  readonly faults: boolean;
  /** Names of the points at which it can leave a command (`Command.stops`); none: commands never overlap. */
  readonly points: readonly string[];
  /** Those of them at which something is half done that others can see; the others are places where a lock is taken. */
  readonly halfDone?: ReadonlySet<string>;
  /**
   * Whether it treats all things of one sort alike, whatever they are called. Then a search may take states for one that
   * differ in names alone. Where it is claimed and not true, a search misses what is broken.
   */
  readonly alike?: boolean;
}

/** Where a command was left: at a point, or because it waits for a lock. */
export interface Paused {
  /** The point; or the function in which it waits. */
  readonly at: string;
  /** The lock that it waits for, if it does, and the task that holds it. */
  readonly waits?: string;
  readonly holder?: string;
}

/** In the place of a point: the next there is. Not for traces, for whoever makes one. */
export const ANYWHERE = '*';

/** The trace cannot go on: the implementation ran out of room that the world gave it. */
export class CannotGoOn extends Error {}
