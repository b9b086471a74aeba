import type { IoasidBounds } from './ioasid/bounds.ts';
import type { PagesBounds } from './pages/bounds.ts';
import type { ProcessBounds } from './process/bounds.ts';
import type { SvaBounds } from './sva/bounds.ts';
import type { VfioBounds } from './vfio/bounds.ts';

/**
 * The bounds of one check: how much of everything there is. A trace only means something in a world. Of a domain that
 * a world does not mention it has nothing.
 */
export interface World extends ProcessBounds {
  readonly name: string;
  /** One line for `list worlds`. */
  readonly says: string;
  readonly sva?: SvaBounds | undefined;
  readonly ioasid?: IoasidBounds | undefined;
  readonly pages?: PagesBounds | undefined;
  readonly vfio?: VfioBounds | undefined;
}

/**
 * Why commands never overlap in a world, in words; undefined: they may. Plugging a device is several system calls, between
 * which another thread may close, copy and reopen everything.
 */
export function whyAlone({ threads, vfio }: World): string | undefined {
  return threads === true && vfio !== undefined ? 'threads share the files of VFIO' : undefined;
}
