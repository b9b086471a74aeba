import { linux518rc1 } from './linux-5.18-rc1.ts';
import type { Version } from './index.ts';

/**
 * The workaround that was tried in April 2022: each bind takes mm_users, each unbind gives it back; here
 * with mmput at the end of unbind, after the lock, as Brucker proposed (2022-04-20). The two other
 * mistakes of the first drafts are defects of their own.
 */
export const linux518rc1Mmget: Version = {
  name: 'linux-5.18-rc1-mmget',
  says: 'linux-5.18-rc1 with the workaround of the thread: a bond holds mm_users',
  switches: { ...linux518rc1.switches, bondPins: 'mm_users' },
  has: linux518rc1.has,
  known: linux518rc1.known,
};
