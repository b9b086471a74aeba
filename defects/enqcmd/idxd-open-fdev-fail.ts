import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const idxdOpenFdevFail: Defect = {
  id: 'idxd-open-fdev-fail',
  title: 'an open that cannot add the device of its file waits for its own lock',
  story:
    'The put of the device that could not be added runs its release function, which drains, unbinds, frees the context and takes the lock of the queue. open holds that lock. If it did not wait for ever, its other error exits would use the freed context.',
  source:
    'CVE-2026-74574 (v6.4 and later); idxd_cdev_open and idxd_file_dev_release of v6.8, as read',
  fix: 'Count the file first, drop the lock before the put, and return at once.',
  evidence: 'verified',
  switches: { idxdFileDevice: 'put-under-lock' },
  law: 'no-splat',
  place: { splat: 'recursive locking', where: 'idxd_file_dev_release', what: 'wq->wq_lock' },
  world: 'enqcmd-small',
  shortest: parseSteps('open p0 d0 -> f0 [allocation 9 fails]'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'open', answer: 'HUNG' },
      shortest: parseSteps('open p0 d0 -> f0 [allocation 9 fails]'),
    },
  ],
};
