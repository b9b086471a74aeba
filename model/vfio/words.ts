import type { World } from '../world.ts';

/** Pages of IOVA space, as they are written. */
export const iovaWords = ['i0', 'i1', 'i2'] as const;
/** Pages of a process’s address space. */
export const addressWords = ['a0', 'a1', 'a2', 'a3'] as const;

/** `i2` is 2. */
export function placeOf(word: string): number {
  return Number(word.slice(1));
}

export function isIova({ vfio }: World, word: string): boolean {
  return vfio !== undefined && placeOf(word) < vfio.iovas;
}

export function isAddress({ pages }: World, word: string): boolean {
  return pages !== undefined && placeOf(word) < pages.addresses;
}
