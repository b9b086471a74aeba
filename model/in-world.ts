import type { AnyWorld } from './any-world.ts';
import type { Rules, RulesByKind } from './command.ts';

const known = new WeakMap<RulesByKind, WeakMap<AnyWorld, readonly Rules[]>>();

/**
 * The commands that mean something in a world, the plainest first: what there is to draw, to try and to be
 * certain about there. Looked up once for each world, because shrinking asks again and again.
 */
export function commandsIn(rules: RulesByKind, world: AnyWorld): readonly Rules[] {
  let byWorld = known.get(rules);
  if (byWorld === undefined) known.set(rules, (byWorld = new WeakMap()));
  let found = byWorld.get(world);
  if (found === undefined)
    byWorld.set(world, (found = Object.values(rules).filter((r) => isIn(r, world))));
  return found;
}

/** Does the command mean anything in this world? */
export function isIn(rules: Rules, world: AnyWorld): boolean {
  return rules.in?.(world) ?? true;
}
