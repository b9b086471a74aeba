import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaUnbindUafIommuMm: Defect = {
  id: 'sva-unbind-uaf-iommu-mm',
  title: 'unbind reads the mm after it has freed the domain that held the mm',
  story:
    'The domain of the last bond holds the mm. unbind frees the domain and then checks whether the mm has any other domain. If the grace period of the notifier has passed by then, nothing holds the mm any more.',
  source:
    'commit 06e14c36 fixes e37d5a2d (v6.19), CVE-2026-23429; put here into the code of v5.18, where the notifier holds the mm up to its grace period',
  fix: 'Check before the domain is freed.',
  evidence: 'inferred',
  switches: { unbindLooksAtMm: 'after-domain-freed' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'iommu_sva_unbind_device', what: 'mm_struct' },
  world: 'sva-tiny-keep-on-exec',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'exec p0',
    'close p0 f0 [stops at iommu_sva_unbind_device: domain freed, mm still to be looked at]',
    'gp',
    'work',
    'continue p0',
  ),
};
