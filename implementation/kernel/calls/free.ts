import { success } from '../../../model/answer.ts';
import { ioasidFree } from '../ioasid/ioasid.ts';
import type { SystemCall } from './call.ts';

// oxlint-disable-next-line require-yield -- the allocator does not sleep
export const free: SystemCall<{ pasid: number }> = function* (k, c) {
  const kept = k.driverPasids.find((row) => row.live !== 0 && row.name === c.pasid)!;
  kept.live = 0;
  ioasidFree(k, kept.pasid);
  return success;
};
