import { breaking } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { withTrace } from '../checker/trace-error.ts';
import { type AsyncPort, answered } from '../implementation/async-port.ts';
import type { Port } from '../implementation/port.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Command } from '../model/command.ts';
import { InputError } from '../model/input-error.ts';
import type { Broken } from '../model/judgement.ts';
import { placeText } from '../model/place.ts';
import type { Trace } from '../model/trace.ts';
import type { Specification } from '../properties/specification.ts';
import { NotReproduced } from '../shrinkers/shrink.ts';
import { type Work, atOnce, soon } from '../shrinkers/work.ts';
import { checkSystem } from './checks/system.ts';

/** What is checked: a specification, and an implementation of it. */
export interface System<P extends Port | AsyncPort = Port | AsyncPort> {
  readonly specification: Specification;
  readonly port: P;
  /** How many objects of each kind exist; default: one world without bounds. */
  readonly world?: AnyWorld;
}

/** A result: at once from a synchronous implementation, and as a promise from an asynchronous one. */
export type Given<P, T> = P extends { readonly isAsync: true } ? Promise<T> : T;

export const ONLY_WORLD: AnyWorld = { name: 'default' };

/** A system whose port answers at once, or is wrapped so that it does. */
export interface Engine {
  readonly specification: Specification;
  readonly port: Port;
  readonly world: AnyWorld;
}

/** Whether commands of this implementation can overlap in this world. */
export function canOverlap({ specification, port, world }: Engine): boolean {
  return port.capabilities.points.length > 0 && specification.whyAlone?.(world) === undefined;
}

export function run<P extends Port | AsyncPort, T>(
  { specification, port, world = ONLY_WORLD }: System<P>,
  work: (engine: Engine) => Work<T>,
): Given<P, T> {
  const begun = checked({ specification, port, world }, work);
  return (port !== undefined && 'isAsync' in port ? soon(begun) : atOnce(begun)) as Given<P, T>;
}

/** Rejects unusable input before anything runs, and adds the trace to an error that occurs while one runs. */
function* checked<T>(system: Required<System>, work: (engine: Engine) => Work<T>): Work<T> {
  const { specification, port, world } = system;
  checkSystem(system);
  try {
    return yield* work({ specification, port: answered(port), world });
  } catch (error) {
    throw error instanceof NotReproduced
      ? notTheSameTwice(system, error.trace)
      : withTrace(error, specification.vocabulary);
  }
}

/** The error for an implementation that is not deterministic: nothing can be shrunk or proven. */
function notTheSameTwice({ specification, port }: System, { steps }: Trace): InputError {
  const trace = specification.vocabulary.lineOf(steps);
  return new InputError(
    `${port.name} does not do the same each time: a law was broken, and was not when the trace ran again: ${trace}; expected an implementation without a clock, chance and state that outlives a trace`,
  );
}

/** @throws InputError if the trace does not break the law at the place */
export function* checkBreaks(
  { specification, port, world }: Engine,
  trace: readonly Command[],
  target: Broken,
): Work<void> {
  const runner = new Runner(specification, port, world);
  if ((yield* breaking(runner, { world, steps: trace }, target)) === undefined)
    throw new InputError(
      `the trace does not break ${target.law} (${placeText(target.place)}) on ${port.name}`,
    );
}
