import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uaccePutqFreesEarly: Defect = {
  id: 'uacce-putq-frees-early',
  title: 'PUT_Q gives back a queue that user space still has mapped, and the next open gets it',
  story:
    'UACCE_CMD_PUT_Q gave the queue back to its driver, which keeps it in a pool; the process keeps its mappings. The next open may get this queue. Then two processes reach its registers and its memory. The commit says only that resources may still be in use.',
  source: 'commit 26c08dabe547 “uacce: ensure safe queue release with state management”',
  fix: 'PUT_Q only stops the queue; its resources are freed with the file.',
  evidence: 'inferred',
  releases: ['linux-5.17', 'linux-5.18-rc1', 'linux-5.18-rc1-mmget', 'linux-5.18'],
  switches: { uaccePutQ: 'stop-and-put' },
  law: 'isolation',
  place: { clause: 'reached a foreign queue' },
  world: 'sva',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'mmap p0 f0 mmio',
    'putq p0 f0',
    'open p0 d0 -> f1',
    'touch p0 f0 mmio',
  ),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'putq', answer: 'ENXIO' },
      shortest: parseSteps('open p0 d0 -> f0', 'putq p0 f0', 'putq p0 f0'),
    },
  ],
};
