import type { StateLine } from '../model/state-line.ts';
import type { Footprint } from '../memory/footprint.ts';
import type { Layout } from '../memory/records.ts';
import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { AnySeen, Observable } from '../model/seen.ts';
import type { AnyWorld } from '../model/any-world.ts';

/**
 * The interface to the implementation under test. The optional members that are marked as internal serve the exhaustive
 * search and the reduction of schedules; they are not part of the published interface.
 */
export interface Port {
  /** For reports: "linux-5.18-rc1". */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Starts a fresh system in this world, in the initial state of the specification. */
  reset(world: AnyWorld): void;
  /**
   * Executes one command.
   * @throws CannotGoOn if the trace has to end here, although nothing is wrong.
   */
  apply(command: Command): Answer;
  /** Runs all deferred work. */
  settle(): void;
  /** Valid until the next command. The checker reads only what `capabilities.observes` lists: see `showingOnly`. */
  observe(): AnySeen;
  /** Its whole state in lines, for a report. */
  describe(): readonly StateLine[];
  /**
   * All state on which its later behaviour depends, if it can be copied and restored: the layout says
   * what each number means. An implementation without it cannot be searched exhaustively. Valid
   * until the next `reset` to another world. The log is not part of it.
   *
   * @internal
   */
  memory?(): Layout;
  /**
   * With `faults`: the number of allocations of the last command so far, including a failed one. The implementation
   * decides which commands allocate and how often.
   */
  allocations?(): number;
  /** The allocation of the last command that failed, in the kernel’s words; undefined if none did. */
  failedAllocation?(): string | undefined;
  /**
   * With `points`: where the last command is suspended (it answered PAUSED); undefined if it has returned.
   * Other tasks may then issue commands, and a continuation (model/continuations.ts) resumes it.
   */
  paused?(): Paused | undefined;
  /** Whether a command of this task is suspended and can be resumed now. It cannot while it waits for a lock. */
  canContinue?(continuation: Command): boolean;
  /**
   * Its record of memory reads and writes, if it keeps one; the caller clears it.
   *
   * @internal
   */
  readonly footprint?: Footprint | undefined;
  /** A second instance of the implementation that records its footprint. @internal */
  recording?(): Port;
  /** Drops suspended commands. Called before the memory is restored. @internal */
  abandon?(): void;
  /** Clears the log. @internal */
  forgetLog?(): void;
  /** Of an asynchronous implementation: the work to await before the functions above are called. @internal */
  readonly ahead?: Ahead | undefined;
}

/** Has an implementation execute the next calls; their results are then ready at once. */
export interface Ahead {
  reset(world: AnyWorld): Promise<void>;
  apply(command: Command): Promise<void>;
  settle(): Promise<void>;
  /** Whether the caller reads the description of the state after each of them. */
  isDescribed: boolean;
}

/** What an implementation can do and show. The checker skips and names everything else. */
export interface Capabilities {
  /** Kinds of commands that it supports. */
  readonly commands: ReadonlySet<string>;
  readonly observes: ReadonlySet<Observable>;
  /** Whether it can make the n-th allocation of a command fail (`Command.fails`). */
  readonly faults: boolean;
  /** Names of the points at which it can suspend a command (`Command.stops`); none: commands never overlap. */
  readonly points: readonly string[];
  /** The points at which other tasks can see unfinished work; at the other points a lock is taken. */
  readonly halfDone?: ReadonlySet<string>;
  /**
   * Whether it treats all objects of one sort alike, whatever their names are. Then a search may treat states that differ
   * only in names as one state. If the claim is false, a search misses violations.
   */
  readonly alike?: boolean;
}

/** Where a command is suspended: at a point, or in a wait for a lock. */
export interface Paused {
  /** The point; or the function in which it waits. */
  readonly at: string;
  /** The lock that it waits for, if it does, and the task that holds it. */
  readonly waits?: string;
  readonly holder?: string;
}

/** Stands for the next point, whichever that is. It is for code that makes traces, not for traces. */
export const ANYWHERE = '*';

/**
 * Deferred work, or something that the implementation shows, threw `cause`. That breaks a law, as a command that throws does; any
 * other error of these functions is an error of the caller.
 */
export class ImplementationThrew extends Error {
  constructor(cause: unknown) {
    super('the implementation threw', { cause });
  }
}

/** The trace cannot continue: the implementation has used all the room that the world gave it. */
export class CannotGoOn extends Error {}
