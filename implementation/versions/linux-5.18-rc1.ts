import { linux517 } from './linux-5.17.ts';
import type { Version } from './index.ts';

/** Commit 701fac40384f: the PASID belongs to the mm, without a count, and is freed in __mmput. */
export const linux518rc1: Version = {
  name: 'linux-5.18-rc1',
  says: 'April 2022: a PASID belongs to its mm and is freed at exit, in __mmput, whoever still uses it',
  switches: { ...linux517.switches, pasidFreeAt: 'mmput' },
  has: linux517.has,
  design: { groupAttach: 'refused', uacceDeadQueue: 'state-check' },
  known: linux517.known,
};
