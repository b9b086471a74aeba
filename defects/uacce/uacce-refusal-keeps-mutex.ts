import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceRefusalKeepsMutex: Defect = {
  id: 'uacce-refusal-keeps-mutex',
  title: 'a refused ioctl returns with the mutex locked',
  story:
    'START_Q of a running queue is refused, and so is mmap of a region that is already mapped. Both return between lock and unlock instead of jumping to the unlock. Every later command on the queue waits for ever, close included.',
  source:
    'nobody reported it; the mechanism that “goto out_with_lock” in uacce_start_queue and uacce_fops_mmap prevents',
  fix: 'One way out, through the unlock.',
  evidence: 'hypothesis',
  switches: { uacceRefusal: 'returns-at-once', uacceMremap: 'moved' },
  companions: ['uacceMremap'],
  law: 'answers-conform',
  place: { command: 'close', answer: 'HUNG' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'start p0 f0', 'close p0 f0'),
  also: [
    {
      law: 'no-splat',
      place: { splat: 'lock held on return', where: 'start', what: 'uacce->mutex' },
      shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'start p0 f0'),
    },
    {
      law: 'no-splat',
      place: {
        splat: 'hung task',
        where: 'uacce_remove',
        what: 'hotplug dN waits for uacce->mutex N, which pN holds and has returned with it',
      },
      shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'start p0 f0', 'hotplug d0 remove'),
    },
    {
      law: 'answers-conform',
      place: { command: 'open', answer: 'HUNG' },
      shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'start p0 f0', 'open p0 d0 -> f1'),
    },
    {
      law: 'answers-conform',
      place: { command: 'mmap', answer: 'HUNG' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'mmap p0 f0 mmio',
        'mmap p0 f0 mmio',
        'mmap p0 f0 mmio',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'munmap', answer: 'HUNG' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'mmap p0 f0 mmio',
        'mmap p0 f0 mmio',
        'munmap p0 f0 mmio',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'start', answer: 'HUNG' },
      shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'start p0 f0', 'start p0 f0'),
    },
    {
      law: 'answers-conform',
      place: { command: 'putq', answer: 'HUNG' },
      shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'start p0 f0', 'putq p0 f0'),
    },
    {
      law: 'answers-conform',
      place: { command: 'bind', answer: 'HUNG' },
      shortest: parseSteps('open p0 d0 -> f0', 'start p0 f0', 'start p0 f0', 'bind p0 f0 -> h0'),
    },
    {
      law: 'answers-conform',
      place: { command: 'unbind', answer: 'HUNG' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'start p0 f0',
        'bind p0 f0 -> h0',
        'start p0 f0',
        'unbind p0 h0',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'mremap', answer: 'HUNG' },
      shortest: parseSteps(
        'open p0 d0 -> f0',
        'mmap p0 f0 mmio',
        'mmap p0 f0 mmio',
        'mremap p0 f0 mmio',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'poll', answer: 'HUNG' },
      world: 'sva-uacce',
      shortest: parseSteps('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mmap p0 f0 mmio', 'poll p0 f0'),
    },
  ],
};
