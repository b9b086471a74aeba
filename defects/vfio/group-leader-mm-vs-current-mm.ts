import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const groupLeaderMmVsCurrentMm: Defect = {
  id: 'group-leader-mm-vs-current-mm',
  title: 'the mm of a mapping is read from the thread group leader, which may have none',
  story:
    'A mapping keeps an mm from the time of map on, but it is the mm of current->group_leader. A leader that has exited before the other threads is a zombie and its mm is NULL, so the mapping has no owner: map returns ESRCH. If map pins nothing, the first attach or pin returns it.',
  source:
    'Sistare, 2022-12, the series with “exclude mdevs from VFIO_UPDATE_VADDR”: its V5 and V6, according to the changelogs of V6 and V7',
  fix: 'current->mm everywhere.',
  evidence: 'verified',
  switches: { dmaOwner: 'leader-mm-at-map' },
  law: 'answers-conform',
  place: { command: 'map', answer: 'ESRCH' },
  world: 'vfio-threads',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'thread p0 -> p1',
    'exit p0',
    'map p1 c0 i0 a0 1 rw',
  ),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'pin', answer: 'ENODEV' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'thread p0 -> p1',
        'exit p0',
        'map p1 c0 i0 a0 1 rw',
        'pin g0 i0 1',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'attach', answer: 'ESRCH' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'thread p0 -> p1',
        'exit p0',
        'map p1 c0 i0 a0 1 rw',
        'attach p1 c0 g1',
      ),
    },
  ],
};
