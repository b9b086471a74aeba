import type { Observation } from '../../../model/observation.ts';
import type { Kernel } from '../kernel.ts';
import { pasidValid } from './pasid.ts';

export function observeMms(k: Kernel): Pick<Observation, 'mmPasid' | 'mmInUse'> {
  return {
    mmPasid(id) {
      for (const mm of k.mms.rows)
        if (mm.live !== 0 && mm.id === id) return pasidValid(mm.pasid) ? mm.pasid : 0;
      return undefined;
    },
    mmInUse(id) {
      for (const mm of k.mms.rows) if (mm.live !== 0 && mm.id === id) return mm.users > 0;
      return false;
    },
  };
}
