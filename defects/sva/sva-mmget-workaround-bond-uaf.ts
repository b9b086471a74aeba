import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaMmgetWorkaroundBondUaf: Defect = {
  id: 'sva-mmget-workaround-bond-uaf',
  title: 'unbind reads the mm from a bond that it has just freed',
  story:
    'The first workaround dropped the reference on the mm at the end of unbind with mmput(bond->mm). That is after the block that frees the bond with its last reference.',
  source: 'Gao’s workaround in the mail of 2022-04-14 (its diff)',
  fix: 'Read the mm before the bond can be freed.',
  evidence: 'verified',
  switches: { bondPins: 'mm_users', mmputInUnbind: 'after-bond-freed', mmgetInBind: 'always' },
  companions: ['mmgetInBind'],
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'arm_smmu_sva_unbind', what: 'arm_smmu_bond' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'close p0 f0'),
  also: [
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      world: 'sva-one-pasid',
      shortest: parseSteps('alloc -> n0', 'open p0 d0 -> f0', 'exit p0'),
    },
  ],
};
