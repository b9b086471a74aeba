import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const ioasidV4AutofreeDanglingSet: Defect = {
  id: 'ioasid-v4-autofree-dangling-set',
  title: 'a set ends with its last PASID, and its owner still has a pointer to it',
  story:
    'ioasid_do_free destroys the set when the last PASID of it is freed. VFIO, and the SVA library, keep their pointer to the set, and the next allocation reads freed memory.',
  source:
    'Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs” and 06/18, as we read them. Intel’s own tree (linux-kernel-dcp) destroys only sets that were given up.',
  fix: 'End a set with its last PASID only after its owner has given it up.',
  evidence: 'inferred',
  releases: ['ioasid-ext-v4'],
  switches: { setEnds: 'empty' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'ioasid_alloc', what: 'ioasid_set' },
  world: 'sets-small',
  shortest: parseSteps(
    'set-open p0 1 -> s0',
    'guest-alloc p0 s0 -> v0',
    'guest-free p0 s0 v0',
    'guest-alloc p0 s0 -> v1',
  ),
};
