import type { Kernel } from '../../kernel.ts';
import type { Call } from '../../machine/pause.ts';
import type { Ptr } from '../../machine/slab.ts';
import { point } from '../../machine/wait.ts';
import { response } from '../../../../model/prq/response.ts';
import type { PageRequest } from './device.ts';
import { answerGroup, faultIn } from './io-pgfault.ts';
import { intelPoints } from './points.ts';
import { findSdev } from './sdev.ts';

/** drivers/iommu/intel-svm.c, v4.4 to v5.13: the interrupt thread serves page requests itself. */

/**
 * One request. The svm of its PASID is found without a lock and without a reference, because no driver may unbind while requests are
 * outstanding; after the page is there its list is walked for the device, whose driver may want to know. A null pointer ends the thread.
 * The answer to a group says what became of its last request.
 */
export function* handleInThread(k: Kernel, req: PageRequest): Call<void> {
  const svm = ioasidFind(k, req.pasid);
  const { prqForeign, prqUnknown } = k.switches;
  if (svm === 0 && prqUnknown === 'walked') {
    k.machine.splat('null dereference', 'prq_event_thread', 'svm->devs');
    k.intel.status.threadEnded = 1;
    return;
  }
  let code: number = prqUnknown === 'failed' && svm === 0 ? response.failure : response.invalid;
  if (svm !== 0 && (prqForeign !== 'refused' || isListed(k, svm, req))) {
    yield* point(k, intelPoints.svmFound);
    const isServed = yield* faultIn(k, req, k.intel.svms.at(svm, 'prq_event_thread').mm);
    if (isServed) code = response.success;
    if (!isListed(k, svm, req) && prqForeign === 'served')
      k.machine.splat('warning', 'prq_event_thread', 'no device for the page request');
  }
  if (isAnswerDue(k, req)) answerGroup(k, req, code);
}

function isListed(k: Kernel, svm: number, { device }: PageRequest): boolean {
  return findSdev(k, svm, device, 'prq_event_thread') !== 0;
}

/** ioasid_find: the svm that is the data of a PASID; 0 if it has none, or is free. */
function ioasidFind(k: Kernel, pasid: number): Ptr {
  return k.ioasid.rows[pasid]!.live === 0 ? 0 : k.intel.private[pasid]!.svm;
}

/** Whether the thread answers: the last request of a group, or each one. */
export function isAnswerDue({ switches }: Kernel, { last }: PageRequest): boolean {
  return last !== 0 || switches.prqAnswers === 'each';
}
