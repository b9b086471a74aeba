import { failed, ok } from '../../../model/answer.ts';
import { DRIVER, ioasidAlloc } from '../ioasid/ioasid.ts';
import type { SystemCall } from './call.ts';

// oxlint-disable-next-line require-yield -- the allocator does not sleep
export const alloc: SystemCall<{ pasid: number }> = function* (k, c) {
  const pasid = ioasidAlloc(k, DRIVER);
  if (pasid === -1) return failed('ENOSPC');
  const kept = k.driverPasids.find((row) => row.live === 0)!;
  kept.live = 1;
  kept.name = c.pasid;
  kept.pasid = pasid;
  return ok(pasid);
};
