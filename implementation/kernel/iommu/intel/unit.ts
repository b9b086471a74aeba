import type { Kernel } from '../../kernel.ts';
import { response } from '../../../../model/prq/response.ts';
import { forgetPartial, pageDue, type PageRequest } from './device.ts';
import { sendAnswer } from './link.ts';
import { entryOf, slotOf } from './pasid-table.ts';

/** The IOMMU as the hardware that receives page requests. */

/** What becomes of a request, in the order of `requestResults` of the model. */
export const result = {
  queued: 0,
  refused: 1,
  overflow: 2,
  notSent: 3,
  underWay: 4,
  fault: 5,
} as const;

/**
 * A request arrives. One of a PASID without entry is not queued, and the unit refuses it itself, with a fault in its log unless the
 * entry says that faults are to be ignored. Nor is one that finds the ring full:
 * the unit answers it, if it is the last of its group, and goes on so until software clears the overflow bit.
 */
export function receiveRequest(k: Kernel, req: Omit<PageRequest, 'index'>): number {
  const { ring, status } = k.intel;
  if (!isPresent(k, req)) {
    if (req.last !== 0) sendAnswer(k, req, response.invalid);
    if (entryOf(k, req.device, req.pasid).fpd !== 0) return result.refused;
    status.faults++;
    return result.fault;
  }
  if (status.overflow !== 0 || ring.room === 0) {
    if (status.overflow === 0) forgetPartial(k);
    status.overflow = 1;
    if (req.last !== 0) sendAnswer(k, req, response.automatic);
    return result.overflow;
  }
  const { device, pasid, prg, last, asked, life } = req;
  const tick = k.machine.tick();
  const queued = ring.at(ring.embedded(), 'page request');
  Object.assign(queued, { device, pasid, prg, last, asked, life, tick });
  pageDue(k, req);
  return result.queued;
}

/** The entry that the hardware uses is the cached one, or that in memory. */
function isPresent(k: Kernel, { device, pasid }: Pick<PageRequest, 'device' | 'pasid'>): boolean {
  const { cache } = k.intel.table;
  return cache[slotOf(k, device, pasid)]!.mm !== 0 || entryOf(k, device, pasid).present !== 0;
}
