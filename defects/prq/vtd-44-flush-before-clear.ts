import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vtd44FlushBeforeClear: Defect = {
  id: 'vtd-44-flush-before-clear',
  title:
    'the caches of an entry are flushed while it is still present, and hardware fills them again',
  story:
    'Unbind flushed the PASID cache and the IOTLB, and only then unregistered the notifier, whose release() cleared the entry and flushed nothing. An access between the two caches the entry again. It stays cached, and the next owner of the PASID reaches the old page tables.',
  source:
    'intel_svm_unbind_mm and intel_mm_release in drivers/iommu/intel-svm.c, v4.4, as we read them',
  fix: 'Clear the entry, and then flush its caches (intel_pasid_tear_down_entry, v5.0).',
  evidence: 'inferred',
  switches: { entryTearDown: 'flushed-first' },
  law: 'no-stale-translation',
  place: { clause: 'a cached translation outlives its bond' },
  world: 'vtd-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'exit p0 [stops at intel_pasid_tear_down_entry: caches flushed, entry not yet cleared]',
    'dma f0',
  ),
};
