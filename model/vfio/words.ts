import { placeOf } from '../pages/words.ts';
import type { World } from '../world.ts';

/** Pages of IOVA space, as they are written. */
export const iovaWords = ['i0', 'i1', 'i2'] as const;

export function isIova({ vfio }: World, word: string): boolean {
  return vfio !== undefined && placeOf(word) < vfio.iovas;
}
