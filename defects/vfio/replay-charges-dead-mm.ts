import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const replayChargesDeadMm: Defect = {
  id: 'replay-charges-dead-mm',
  title:
    'attach pins the caller’s pages for a mapping whose mm has ended, and charges the owner of the mapping',
  story:
    'Attach pins pages of the caller, even if another process made the mapping. In v6.3 vfio_lock_acct tests whether the mm is in use only if it was called for another task (async). Attach calls it as if the owner ran. An mm that has ended, by exit or exec, still exists while the mapping refers to it, and is charged; but the pages are those of the caller’s mm, which is not charged for them. Before, the owner is a task: after its exec it has a new mm, whose pages take the place of the old ones.',
  source:
    'vfio_lock_acct(async = false) and vfio_iommu_replay of v6.3; nobody reported it. In v4.18 the owner’s task has no mm then, so attach fails with ESRCH; in v4.10 and v4.12 the caller is charged (map-charges-current)',
  fix: 'mmget_not_zero before pages are pinned, and ESRCH.',
  evidence: 'inferred',
  releases: ['vfio-mdev-v9', 'linux-4.10', 'linux-4.12', 'linux-4.18', 'linux-6.3'],
  switches: { replayDeadOwner: 'charged' },
  law: 'answers-conform',
  place: { command: 'attach', answer: 'success' },
  world: 'vfio-keep-on-exec',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'exec p0',
    'attach p0 c0 g1',
  ),
  also: [
    {
      law: 'isolation',
      place: { clause: 'the IOMMU maps memory of a foreign mm' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'exec p0',
        'attach p0 c0 g1',
      ),
    },
    {
      law: 'pin-balance',
      place: { command: 'attach', clause: 'a page stays pinned' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'exec p0',
        'attach p0 c0 g1',
      ),
    },
  ],
};
