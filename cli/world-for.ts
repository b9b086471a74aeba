import { checkFits, firstWorld } from '../model/feature.ts';
import type { Version } from '../implementation/versions/index.ts';
import { findWorld, type World } from '../model/world.ts';

/**
 * The world that was asked for, or the first that fits the kernel.
 *
 * @param preferred - looked at before all others if none was asked for
 * @throws InputError if there is none of that name, or if the kernel has not what it needs
 */
export function worldFor(
  version: Version,
  name: string | undefined,
  preferred: readonly World[] = [],
): World {
  if (name === undefined) return firstWorld(version, preferred);
  const world = findWorld(name);
  checkFits(version, world);
  return world;
}
