import type { Specification } from '../properties/specification.ts';
import type { Port } from '../implementation/port.ts';
import { commandsIn } from '../model/in-world.ts';
import type { AnyWorld } from '../model/any-world.ts';

/** The kinds of commands of the world that the implementation does not know: they are skipped, and reported. */
export function unknownCommands(
  { rules }: Specification,
  { capabilities }: Port,
  world: AnyWorld,
): string[] {
  const kinds = commandsIn(rules, world).map(({ kind }) => kind);
  return kinds.filter((kind) => !capabilities.commands.has(kind));
}
