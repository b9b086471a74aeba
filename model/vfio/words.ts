import { placeOf } from '../pages/words.ts';
import type { World } from '../world.ts';

/** The names of the pages of IOVA space. */
export const iovaWords = ['i0', 'i1', 'i2'] as const;

export function isIova({ vfio }: World, word: string): boolean {
  return vfio !== undefined && placeOf(word) < vfio.iovas;
}
