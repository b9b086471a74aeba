import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const idxdOpenKeepsQueuePasid: Defect = {
  id: 'idxd-open-keeps-queue-pasid',
  title: 'a failed open leaves its PASID in a dedicated queue',
  story:
    'open of a dedicated queue writes the PASID into the configuration of the queue. If it then gets no number for its file, it unbinds the PASID and does not take it out of the queue, which stays enabled.',
  source:
    'idxd_cdev_open, v6.4 and later, as read; asked in a review of 2026-05-15 (“[PATCH] dmaengine: idxd”, 20260515142623.793549-1)',
  fix: 'Take the PASID out of the queue before it is unbound.',
  evidence: 'inferred',
  switches: { idxdFailedOpen: 'queue-keeps' },
  law: 'no-reuse-while-referenced',
  place: { clause: 'a queue keeps the PASID of an owner that is not bound' },
  world: 'enqcmd-dedicated',
  shortest: parseSteps('open p0 d0 -> f0 [allocation 9 fails]'),
};
