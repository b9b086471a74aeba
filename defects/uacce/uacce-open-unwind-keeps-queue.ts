import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceOpenUnwindKeepsQueue: Defect = {
  id: 'uacce-open-unwind-keeps-queue',
  title: 'an open whose bind fails leaks its queue',
  story:
    'open allocates the queue, then binds. When the bind fails, the error path returns without freeing the queue.',
  source:
    'nobody reported it; the step of the error path that it leaves out is that of uacce_fops_open (out_with_mem)',
  fix: 'kfree(q) on that way out.',
  evidence: 'hypothesis',
  switches: { openUnwind: 'forgets-queue' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0 [allocation 3 fails]', 'exit p0'),
};
