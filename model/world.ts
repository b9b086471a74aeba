import type { WorldParts } from './domains.ts';
import type { ProcessBounds } from './process/bounds.ts';

/**
 * The bounds of one check: how much of everything there is. A trace only means something in a world. Of a domain that
 * a world does not mention it has nothing.
 */
export interface World extends ProcessBounds, WorldParts {
  readonly name: string;
  /** One line for `list worlds`. */
  readonly says: string;
}

/**
 * Why commands never overlap in a world, in words; undefined: they may. Plugging a device is several system calls, between
 * which another thread may close, copy and reopen everything.
 */
export function whyAlone({ threads, vfio }: World): string | undefined {
  return threads === true && vfio !== undefined ? 'threads share the files of VFIO' : undefined;
}
