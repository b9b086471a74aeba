import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceOpenUnwindKeepsBond: Defect = {
  id: 'uacce-open-unwind-keeps-bond',
  title: 'an open stays bound if its driver has no free hardware queue',
  story:
    'open binds, then asks the driver for a hardware queue. When the driver has none, the error path frees the queue but does not unbind. Nothing points to the bond any more, so nothing can undo it.',
  source:
    'nobody reported it; the step of the error path that it leaves out is that of uacce_fops_open (out_with_bond)',
  fix: 'uacce_unbind_queue on that way out.',
  evidence: 'hypothesis',
  switches: { openUnwind: 'forgets-bond' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0 [allocation 9 fails]', 'exit p0'),
};
