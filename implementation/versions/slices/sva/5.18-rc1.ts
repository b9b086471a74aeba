import type { Slice } from '../../slice.ts';
import { ofCountedPasids, sva517 } from './5.17.ts';

/**
 * Commit 701fac40384f: the PASID belongs to the mm, without a count, and is freed in __mmput. So unbind has nothing to free. The
 * commit also moved the end of the range by one. What it did wrong is not known here, but found.
 */
export const sva518rc1: Slice = {
  ...sva517,
  switches: {
    ...sva517.switches,
    pasidFreeAt: 'mmput',
    unbindHoldsMm: 'held',
    pasidRange: 'below-max',
    removedDevice: 'of-device',
  },
  known: sva517.known.filter((id) => !ofCountedPasids.includes(id)),
  design: {
    groupAttach: 'refused',
    deviceRelease: 'before-group-mutex',
    releaseCovers: 'own-device',
    removedDevice: 'of-device',
    uacceIoctlMutex: 'global',
    uacceDeadQueue: 'state-check',
  },
};
