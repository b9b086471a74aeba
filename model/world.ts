import type { WorldParts } from './domains.ts';
import type { ProcessBounds } from './process/bounds.ts';

/**
 * The bounds of one check: how many objects of each kind exist. A trace has a meaning only in a world. A world has no
 * objects of a domain that it does not mention.
 */
export interface World extends ProcessBounds, WorldParts {
  readonly name: string;
  /** One line for `list worlds`. */
  readonly says: string;
}

/**
 * The reason in words why commands never overlap in a world; undefined: they may. Plugging a device takes several system
 * calls, and between them another thread may close, copy and reopen everything. A dedicated queue refuses an open until a
 * release has ended, which may be long after the command that began it took effect.
 */
export function whyAlone({ sva, threads, vfio }: World): string | undefined {
  if (threads === true && vfio !== undefined) return 'threads share the files of VFIO';
  return sva?.dedicated === true
    ? 'a dedicated queue is busy until its last file is released'
    : undefined;
}
