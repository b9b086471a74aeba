import type { Rules } from './command.ts';
import type { World } from './world.ts';
import { commands } from './order.ts';

const byWorld = new WeakMap<World, readonly Rules[]>();

/**
 * The commands that mean something in a world, the plainest first: what there is to draw, to try and to be
 * certain about there. Looked up once for each world, because shrinking asks again and again.
 */
export function commandsIn(world: World): readonly Rules[] {
  let found = byWorld.get(world);
  if (found === undefined) byWorld.set(world, (found = commands.filter((r) => isIn(r, world))));
  return found;
}

/** Does the command mean anything in this world? */
export function isIn(rules: Rules, world: World): boolean {
  return rules.in?.(world) ?? true;
}
