import { checkFits, firstWorld } from '../model/feature.ts';
import type { Version } from '../implementation/versions/index.ts';
import { readTextFile } from '../campaign/read-file.ts';
import type { World } from '../model/world.ts';
import { parseWorld, readWorld } from '../model/world-text.ts';

/**
 * The requested world, or the first that fits the kernel.
 *
 * @param asked - the value of `--world`
 * @param preferred - tried before all others if no world was requested
 * @throws InputError if the world is unknown, or the kernel lacks a feature that it needs
 */
export function worldFor(
  version: Version,
  asked: string | undefined,
  preferred: readonly World[] = [],
): World {
  if (asked === undefined) return firstWorld(version, preferred);
  const world = worldOf(asked);
  checkFits(version, world);
  return world;
}

/** A world by its name, by its changes to a named world, or from a file. @throws InputError */
export function worldOf(asked: string): World {
  if (!/\.json$|[/\\]/.test(asked)) return parseWorld(asked);
  return readWorld(readTextFile(asked, 'a world'), asked);
}
