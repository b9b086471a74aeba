import type { Slice } from '../../slice.ts';
import { sva518rc1 } from './5.18-rc1.ts';

/** Mistakes that need a bound mm to end. Here it never does. */
const ofEndingMms = new Set([
  'uacce-mremap-double-close',
  'uacce-split-double-close',
  'sva-cd-outlives-mm',
  'sva-release-after-put',
]);

/**
 * The workaround that was tried in April 2022: each bind takes mm_users, and each unbind drops it; here
 * with mmput at the end of unbind, after the lock, as Brucker proposed (2022-04-20). The two other
 * mistakes of the first drafts are separate defects.
 */
export const sva518rc1Mmget: Slice = {
  has: sva518rc1.has,
  switches: { ...sva518rc1.switches, bondPins: 'mm_users' },
  known: sva518rc1.known.filter((id) => !ofEndingMms.has(id)),
};
