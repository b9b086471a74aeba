import type { StateLine } from '../model/state-line.ts';
import { type AsyncPort } from '../implementation/async-port.ts';
import { CannotGoOn, ImplementationThrew, type Port } from '../implementation/port.ts';
import type { Layout } from '../memory/records.ts';
import type { Answer } from '../model/answer.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Command } from '../model/command.ts';
import type { AnySeen } from '../model/seen.ts';
import { answerOfThrown } from './answer-of-thrown.ts';
import { inTime } from './in-time.ts';
import { InputError } from '../model/input-error.ts';
import { checkFunctions } from './checks/functions.ts';
import { checkOption, isPositive } from './checks/options.ts';

/** A system under test as a record of functions, one for each command. */
export interface Functions<S, A> {
  readonly name: string;
  /** A fresh system in this world. */
  fresh(this: void, world: AnyWorld): A extends Promise<unknown> ? S | Promise<S> : S;
  /** The function of each command, by its kind. It is called with every command that is possible. */
  readonly commands: Readonly<Record<string, (s: S, c: never) => A>>;
  /** Whether it treats all things of one table alike, whatever they are called: then a search has fewer states. */
  readonly alike?: boolean;
  /** What can be seen of it, for laws that look at it, with the kinds of things that it shows. */
  readonly observes?: readonly string[];
  observe?(this: void, s: S): A extends Promise<unknown> ? object | Promise<object> : object;
  /** Runs all deferred work; default: there is none. */
  settle?(this: void, s: S): A extends Promise<unknown> ? void | Promise<void> : void;
  /** What it holds, in lines, for a report. */
  describe?(this: void, s: S): readonly StateLine[];
}

/** A system that answers at once. */
export interface SyncFunctions<S> extends Functions<S, Answer> {
  /**
   * All state on which its later behaviour depends, if that is in tables: then earlier states can be restored, and the
   * implementation can be searched exhaustively.
   */
  memory?(this: void, s: S): Layout;
}

const NOTHING: AnySeen = {};

/** What both kinds of systems may have. */
const PARTS = ['name', 'fresh', 'commands', 'alike', 'observes', 'observe', 'settle', 'describe'];

/** A system that answers later. */
export interface AsyncFunctions<S> extends Functions<S, Promise<Answer>> {
  /** A command that has not answered after so many milliseconds counts as one that never returns. Default: 10,000. */
  readonly patience?: number;
}

/** A system that answers at once, as a port. A function that throws answers that: it breaks the law about answers. */
export function portOf<S>(system: SyncFunctions<S>): Port {
  checkFunctions(system, [...PARTS, 'memory']);
  const { memory, observe } = system;
  let s: S | undefined;
  let world: AnyWorld | undefined;
  return {
    name: system.name,
    capabilities: capabilitiesOf(system),
    reset(next) {
      // Memory stays in place while the world is the same.
      if (memory !== undefined && world === next) (s as { reset?(): void }).reset?.();
      else s = system.fresh(next);
      world = next;
    },
    apply: (c) => {
      try {
        return functionOf(system, c)(s!, c as never);
      } catch (error) {
        return answerOfThrown(error);
      }
    },
    settle: () => ofSystem(() => system.settle?.(s!)),
    observe: observe === undefined ? () => NOTHING : () => ofSystem(() => observe(s!)),
    describe: () => system.describe?.(s!) ?? [],
    ...(memory && { memory: () => memory(s!) }),
  };
}

/**
 * A system that answers later, as a port. A command that throws, or whose promise is rejected, answers that; one that does
 * not answer in time answers that it never returned. Both break the law about answers.
 */
export function asyncPortOf<S>(system: AsyncFunctions<S>): AsyncPort {
  checkFunctions(system, [...PARTS, 'patience']);
  const { patience = 10_000 } = system;
  checkOption(
    `${system.name}: patience`,
    patience,
    isPositive,
    'milliseconds above 0, or Infinity',
  );
  let s: S | undefined;
  return {
    isAsync: true,
    name: system.name,
    capabilities: capabilitiesOf(system),
    async reset(world) {
      s = await system.fresh(world);
    },
    async apply(c) {
      try {
        return await inTime(functionOf(system, c)(s!, c as never), patience);
      } catch (error) {
        return answerOfThrown(error);
      }
    },
    settle: async () => await system.settle?.(s!),
    observe: async () => (await system.observe?.(s!)) ?? NOTHING,
    describe: async () => system.describe?.(s!) ?? [],
  };
}

/** What a function other than a command throws is marked as the system’s, for the checker. */
function ofSystem<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof CannotGoOn || error instanceof InputError) throw error;
    throw new ImplementationThrew(error);
  }
}

function capabilitiesOf({
  commands,
  observes = [],
  alike = false,
}: Pick<Functions<never, unknown>, 'commands' | 'observes' | 'alike'>): Port['capabilities'] {
  return {
    commands: new Set(Object.keys(commands)),
    observes: new Set(observes),
    faults: false,
    points: [],
    alike,
  };
}

function functionOf<S, A>({ commands }: Functions<S, A>, { kind }: Command) {
  return commands[kind]!;
}
