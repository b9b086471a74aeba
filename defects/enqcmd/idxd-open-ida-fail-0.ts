import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const idxdOpenIdaFail0: Defect = {
  id: 'idxd-open-ida-fail-0',
  title: 'an open that gets no number for its file succeeds with freed memory',
  story:
    'The error exit for the number of the file returns what the step before had returned, which is 0. The bond is undone and the context freed, but the file is open and points to it. Its close uses the freed context, and unbinds what is not bound.',
  source: 'idxd_cdev_open, v6.4 to v6.8, as read; no report of it is known',
  fix: 'Return the error of ida_alloc.',
  evidence: 'inferred',
  switches: { idxdFileNumber: 'step-before' },
  law: 'answers-conform',
  place: { command: 'open', answer: 'no PASID' },
  world: 'enqcmd-small',
  shortest: parseSteps('open p0 d0 -> f0 [allocation 8 fails]'),
  also: [
    {
      law: 'no-splat',
      place: { splat: 'use-after-free', where: 'idxd_file_dev_release', what: 'idxd_user_context' },
      shortest: parseSteps('open p0 d0 -> f0 [allocation 8 fails]', 'close p0 f0'),
    },
  ],
};
