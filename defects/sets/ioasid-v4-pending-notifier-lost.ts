import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV4PendingNotifierLost: Defect = {
  id: 'ioasid-v4-pending-notifier-lost',
  title: 'a subscriber that comes before the set is never told',
  story:
    'KVM may subscribe to the set of an mm before VFIO allocates it. ioasid_register_notifier_mm then keeps neither the mm nor the notifier block: it writes through an iterator that has reached the head of its list, so the list is damaged as well. The set finds no subscriber, and KVM never translates a PASID of its guest.',
  source:
    'Pan, 2020-09-28, “[PATCH v3 11/14] iommu/ioasid: Support mm type ioasid_set notifications”, ioasid_register_notifier_mm, as we read it; the text of version 4 was not found. Intel’s own tree (linux-kernel-dcp) attaches it when the set is allocated.',
  fix: 'Note the subscriber, and attach it when the set of its mm is allocated.',
  evidence: 'inferred',
  releases: ['ioasid-ext-v4'],
  switches: { setSubscribers: 'lost' },
  law: 'subscribers-told',
  place: { clause: 'KVM does not know a PASID that is bound' },
  world: 'sets-small',
  shortest: parseSteps(
    'kvm-open p0',
    'set-open p0 1 -> s0',
    'guest-alloc p0 s0 -> v0',
    'guest-bind p0 s0 v0 e0',
  ),
};
