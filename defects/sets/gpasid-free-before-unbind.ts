import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const gpasidFreeBeforeUnbind: Defect = {
  id: 'gpasid-free-before-unbind',
  title: 'guests free what they have bound, and the entry stays',
  story:
    'VFIO frees a PASID, because its guest does or, in version 1 of its series, because that ends, while it is still bound to an assigned device. The allocator tells nobody, so the entry of the device stays. The PASID is the lowest that is free, so the next guest, or the next process that binds, gets it, and the device reaches the memory of the old one under it.',
  source:
    'Pan, 2020-03-25, “[PATCH 08/10] iommu/ioasid: Introduce notifier APIs” and the cover letter, name it as the reason for notifiers; ioasid_free and intel_svm_bind_gpasid of v5.8 to v5.13, as we read them. If the next owner binds the same device, it gets EBUSY since v5.9 (intel_pasid_setup_nested).',
  fix: 'Whoever frees a PASID unbinds it first, or the free tells those who use it.',
  evidence: 'inferred',
  releases: ['ioasid-5.11'],
  switches: { guestFree: 'untold' },
  law: 'no-context-after-free',
  place: { clause: 'an entry outlives its PASID' },
  world: 'sets-small',
  shortest: parseSteps(
    'set-open p0 1 -> s0',
    'guest-alloc p0 s0 -> v0',
    'guest-bind p0 s0 v0 e0',
    'guest-free p0 s0 v0',
  ),
  also: [
    {
      law: 'subscribers-told',
      place: { clause: 'KVM keeps a PASID that is not bound' },
      shortest: parseSteps(
        'set-open p0 1 -> s0',
        'kvm-open p0',
        'guest-alloc p0 s0 -> v0',
        'guest-bind p0 s0 v0 e0',
        'guest-free p0 s0 v0',
      ),
    },
  ],
};
