import { ioasidFree } from '../../ioasid/ioasid.ts';
import type { SystemCall } from '../call.ts';

export const free: SystemCall<{ pasid: number }> = {
  context: 'at once',
  run(k, c) {
    const kept = k.ioasid.ofDrivers.find((row) => row.live !== 0 && row.name === c.pasid)!;
    kept.live = 0;
    ioasidFree(k, kept.pasid);
    return 0;
  },
};
