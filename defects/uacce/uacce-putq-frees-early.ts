import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uaccePutqFreesEarly: Defect = {
  id: 'uacce-putq-frees-early',
  title: 'PUT_Q frees queue memory that user space still has mapped',
  story:
    'UACCE_CMD_PUT_Q gave the queue back to its driver, which frees the memory of the dus region; the process keeps its mapping. The commit says only that resources may still be in use. Here the driver frees the memory at once; hisi_qm keeps a pool and may give the memory to the next opener.',
  source: 'commit 26c08dabe547 “uacce: ensure safe queue release with state management”',
  fix: 'PUT_Q only stops the queue; its resources are freed with the file.',
  evidence: 'inferred',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18-rc1-mmget', 'linux-5.18'],
  switches: { uaccePutQ: 'stop-and-put' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'user access through the dus mapping', what: 'hisi_qp' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'mmap p0 f0 dus', 'putq p0 f0', 'touch p0 f0 dus'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'putq', answer: 'ENXIO' },
      shortest: parseSteps('open p0 d0 -> f0', 'putq p0 f0', 'putq p0 f0'),
    },
  ],
};
