import { checkFits, firstWorld } from '../model/feature.ts';
import type { Version } from '../implementation/versions/index.ts';
import { readTextFile } from '../campaign/read-file.ts';
import type { World } from '../model/world.ts';
import { parseWorld, readWorld } from '../model/world-text.ts';

/**
 * The world that was asked for, or the first that fits the kernel.
 *
 * @param asked - as after `--world`
 * @param preferred - looked at before all others if none was asked for
 * @throws InputError if there is none like that, or if the kernel has not what it needs
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

/** A world by its name, by how it differs from a named one, or from a file. @throws InputError */
function worldOf(asked: string): World {
  if (!/\.json$|[/\\]/.test(asked)) return parseWorld(asked);
  return readWorld(readTextFile(asked, 'a world'), asked);
}
