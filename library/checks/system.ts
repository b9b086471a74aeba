import type { AsyncPort } from '../../implementation/async-port.ts';
import type { Port } from '../../implementation/port.ts';
import type { AnyWorld } from '../../model/any-world.ts';
import { guess, InputError } from '../../model/input-error.ts';
import { shown } from '../../model/shown.ts';
import type { Specification } from '../../properties/specification.ts';

/** @throws InputError if specification, implementation and world do not belong together */
export function checkSystem({
  specification,
  port,
  world,
}: {
  readonly specification: Specification;
  readonly port: Port | AsyncPort;
  readonly world: AnyWorld;
}): void {
  if (typeof specification?.newState !== 'function')
    throw new InputError(
      `specification: expected what specify({...}) makes, got ${shown(specification)}`,
    );
  if (typeof port?.apply !== 'function')
    throw new InputError(
      `port: expected what portOf, asyncPortOf or threadsOf make, or a Port of your own, got ${shown(port)}`,
    );
  const { vocabulary } = specification;
  const { name, capabilities } = port;
  if (typeof world.name !== 'string' || !/^\S+$/.test(world.name))
    throw new InputError(`world: name: expected a word without spaces, got ${shown(world.name)}`);
  const known = vocabulary.commands.map(({ kind }) => kind);
  for (const kind of capabilities.commands)
    if (!vocabulary.has(kind))
      throw new InputError(
        `${name}: ${shown(kind)} is no command of the specification${guess(kind, known)}`,
      );
  if (!known.some((kind) => capabilities.commands.has(kind)))
    throw new InputError(
      `${name} knows none of the commands of the specification: ${known.join(', ')}`,
    );
}

/** @throws InputError if commands shall overlap and the implementation has no points */
export function checkPoints(
  { specification, port }: { readonly specification: Specification; readonly port: Port },
  option: string,
): void {
  const { name, capabilities } = port;
  if (capabilities.points.length === 0)
    throw new InputError(
      `${option}: ${name} has no points at which a command can be suspended; expected what threadsOf makes`,
    );
  if (specification.vocabulary.tasks.kinds.length === 0)
    throw new InputError(
      `${option}: the specification has no threads; expected a table such as given('t', 2, [], { runs: true })`,
    );
}
