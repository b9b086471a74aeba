import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtd44UnknownPasidNull: Defect = {
  id: 'vtd-44-unknown-pasid-null',
  title: 'a request of a PASID that nobody has bound ends the interrupt thread',
  story:
    'The interrupt thread finds no svm for the PASID, and jumps to code that walks the list of its devices: a null pointer. The thread is gone, and with it all page requests of the unit. A request that outlives its bond is enough.',
  source: 'prq_event_thread in drivers/iommu/intel-svm.c, v4.4-rc1, as we read it',
  fix: 'Answer such a request without a look at a svm.',
  evidence: 'inferred',
  releases: ['linux-4.4-svm'],
  switches: { prqUnknown: 'walked', prqDrain: 'nowhere' },
  given: { svmPasid: 'of-svm', pasidFreeAt: 'last-unbind', prqServe: 'in-thread' },
  law: 'no-splat',
  place: { splat: 'null dereference', where: 'prq_event_thread', what: 'svm->devs' },
  world: 'vtd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'exit p0'),
  also: [
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps('open p0 d0 -> f0', 'request f0 r0 more', 'exit p0'),
    },
  ],
};
