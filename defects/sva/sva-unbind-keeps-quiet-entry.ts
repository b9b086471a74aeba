import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaUnbindKeepsQuietEntry: Defect = {
  id: 'sva-unbind-keeps-quiet-entry',
  title: 'unbind treats a quiet entry as an absent one',
  story:
    'release() has handled the entry, so unbind returns early, and skips the work that only unbind does: the entry stays valid and quiet after its bond is gone. When the mm is freed, its PASID is handed out again with that entry in the table.',
  source:
    'commit cf08ca81d08a, where VT-d’s teardown of an entry that release() had touched returned early and skipped the drain; the effect of that early return on SMMUv3 is our reading',
  fix: 'unbind clears the entry in any case; only the invalidation may be skipped.',
  evidence: 'inferred',
  switches: { unbindEntry: 'unless-released' },
  law: 'no-reuse-while-referenced',
  place: { clause: 'a PASID is free or another’s while something still refers to its old life' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
  also: [
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps('open p0 d0 -> f0', 'exit p0'),
    },
  ],
};
