import { hasUacce, isOneGroup } from '../../../model/sva/bounds.ts';
import type { World } from '../../../model/world.ts';

/** Whether a device can be removed and added again in this world. */
export function devicesGo(world: World): boolean {
  return hasUacce(world) && !isOneGroup(world);
}
