import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const gpasidBindNoOwnership: Defect = {
  id: 'gpasid-bind-no-ownership',
  title: 'a guest binds the PASID of another one',
  story:
    'intel_svm_bind_gpasid looks whether the PASID is allocated, and not for whom. So a program can bind page tables of its own to the PASID of another virtual machine, on a device that both share.',
  source:
    'Pan, 2021-02-27, “[PATCH V4 11/18] iommu/ioasid: Support mm token type ioasid_set notifications” and the patches around it, which add ioasid_get_if_owned; intel_svm_bind_gpasid of v5.8 to v5.17',
  fix: 'Ask for the owner of the set, and keep a reference during the call.',
  evidence: 'inferred',
  releases: ['ioasid-5.11', 'ioasid-ext-v1'],
  switches: { guestOwner: 'not-checked' },
  law: 'set-permission',
  place: { clause: 'guest-bind by another mm' },
  world: 'sets-small',
  shortest: parseSteps(
    'set-open p0 1 -> s0',
    'fork p0 -> p1',
    'guest-alloc p0 s0 -> v0',
    'guest-bind p1 s0 v0 e0',
  ),
  also: [
    {
      law: 'set-permission',
      place: { clause: 'guest-unbind by another mm' },
      shortest: parseSteps(
        'set-open p0 1 -> s0',
        'fork p0 -> p1',
        'guest-alloc p0 s0 -> v0',
        'guest-bind p0 s0 v0 e0',
        'guest-unbind p1 s0 v0 e0',
      ),
    },
  ],
};
