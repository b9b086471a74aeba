import type { AnyWorld } from './any-world.ts';
import type { Rules, RulesByKind } from './command.ts';

const known = new WeakMap<RulesByKind, WeakMap<AnyWorld, readonly Rules[]>>();

/**
 * The commands that exist in a world, the plainest first. The generator draws them, and searches and proofs cover them.
 * They are looked up once for each world, because shrinking asks often.
 */
export function commandsIn(rules: RulesByKind, world: AnyWorld): readonly Rules[] {
  let byWorld = known.get(rules);
  if (byWorld === undefined) known.set(rules, (byWorld = new WeakMap()));
  let found = byWorld.get(world);
  if (found === undefined)
    byWorld.set(world, (found = Object.values(rules).filter((r) => isIn(r, world))));
  return found;
}

/** Whether the command exists in this world. */
export function isIn(rules: Rules, world: AnyWorld): boolean {
  return rules.in?.(world) ?? true;
}
