import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceRemoveKeepsBond: Defect = {
  id: 'uacce-remove-keeps-bond',
  title: 'a file that outlives its device unbinds a second time',
  story:
    'Removal of the device unbinds every queue but leaves each queue’s pointer to its bond. The files stay open. When one is released, it finds the pointer and unbinds again, with a bond that was freed.',
  source:
    'nobody reported it; the mechanism that “q->handle = NULL” in uacce_unbind_queue prevents',
  fix: 'Removal clears the queue’s pointer to the bond that it unbinds.',
  evidence: 'hypothesis',
  switches: { uacceUnbind: 'keeps-bond' },
  law: 'no-splat',
  place: { splat: 'refcount underflow', where: 'arm_smmu_sva_unbind', what: 'bond->refs' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'hotplug d0 remove', 'close p0 f0'),
  also: [
    {
      // A new bond then uses the memory of the old one; its count falls below zero, and never equals zero.
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'hotplug d0 remove',
        'open p0 d1 -> f1',
        'close p0 f0',
        'exit p0',
      ),
    },
  ],
};
