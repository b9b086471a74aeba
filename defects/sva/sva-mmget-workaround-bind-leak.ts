import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const svaMmgetWorkaroundBindLeak: Defect = {
  id: 'sva-mmget-workaround-bind-leak',
  title: 'a bind that fails keeps mm_users',
  story:
    'The first workaround took mm_users at the end of bind, whether bind had succeeded or not. After a failure nobody drops the reference, so the address space outlives its process.',
  source: 'Gao’s workaround in the mail of 2022-04-14 (its diff)',
  fix: 'Take mm_users only if the bond was made, or not at all.',
  evidence: 'verified',
  switches: { bondPins: 'mm_users', mmgetInBind: 'always' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0 [allocation 3 fails]', 'exit p0'),
};
