import { linux518rc1 } from './linux-5.18-rc1.ts';
import type { Version } from './index.ts';

/** The fix: mm_pasid_drop moved to __mmdrop, and the context descriptor holds mm_count (both April 2022). */
export const linux518: Version = {
  name: 'linux-5.18',
  says: 'May 2022: a PASID belongs to its mm and is freed in __mmdrop, after the last bond let go of it',
  switches: { ...linux518rc1.switches, pasidFreeAt: 'mmdrop', cdPinsMm: 'mmgrab' },
  known: linux518rc1.known,
};
