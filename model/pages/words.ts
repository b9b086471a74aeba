import type { World } from '../world.ts';

/** The names of the pages of a process. */
export const addressWords = ['a0', 'a1', 'a2', 'a3'] as const;

/** `a2` is 2, and so is `i2`. */
export function placeOf(word: string): number {
  return Number(word.slice(1));
}

export function isAddress({ pages }: World, word: string): boolean {
  return pages !== undefined && placeOf(word) < pages.addresses;
}
