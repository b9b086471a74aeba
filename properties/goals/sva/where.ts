import { isOneGroup } from '../../../model/sva/bounds.ts';
import type { World } from '../../../model/world.ts';

/** Can a device be removed and come back in this world? */
export function devicesGo(world: World): boolean {
  return !isOneGroup(world);
}
