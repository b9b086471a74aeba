import type { Port } from '../implementation/port.ts';
import { commandsIn } from '../model/in-world.ts';
import type { World } from '../model/world.ts';

/** Kinds of commands of the world that the implementation does not know: they are skipped, and named. */
export function unknownCommands({ capabilities }: Port, world: World): string[] {
  const kinds = commandsIn(world).map(({ kind }) => kind);
  return kinds.filter((kind) => !capabilities.commands.has(kind));
}
