import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vfioFreesPasidOfOthers: Defect = {
  id: 'vfio-frees-pasid-of-others',
  title: 'a guest frees the PASID of another one',
  story:
    'ioasid_free takes the number alone. In the first versions of its series VFIO frees every number of the range that the program names, whoever allocated it.',
  source:
    'ioasid_free of v5.5 to v5.10 and of the first version of the series; Liu, v4 of “vfio: expose virtual Shared Virtual Addressing to VMs”, 07/15, as we read them',
  fix: 'VFIO notes which PASIDs it allocated for whom (v7), and ioasid_free gets the set (version 2 of Pan’s series).',
  evidence: 'inferred',
  releases: ['ioasid-5.11', 'ioasid-ext-v1'],
  switches: { guestFreeOf: 'any-set' },
  law: 'set-permission',
  place: { clause: 'a PASID was taken from its set' },
  world: 'sets-small',
  shortest: parseSteps(
    'fork p0 -> p1',
    'set-open p0 1 -> s0',
    'set-open p1 1 -> s1',
    'guest-alloc p0 s0 -> v0',
    'guest-free p1 s1 v0',
  ),
};
