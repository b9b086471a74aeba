import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceStartCheckedBeforeMutex: Defect = {
  id: 'uacce-start-checked-before-mutex',
  title: 'two tasks start one queue at once, and both succeed',
  story:
    'START_Q looks at the state of the queue, takes the mutex of the device and does not look again. A second start that came in between finds the same state. Nothing breaks in the kernel: it starts what runs. But each caller believes that the queue was not started before it came.',
  source: 'nobody made it: uacce_start_queue (v6.0) looks under uacce->mutex',
  fix: 'Look under the mutex.',
  evidence: 'hypothesis',
  switches: { uacceStart: 'checked-before-mutex' },
  law: 'linearizability',
  place: { command: 'start', answer: 'success' },
  world: 'sva-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'clone p0 -> p1',
    'start p0 f0 [stops at uacce_fops_unl_ioctl: before uacce->mutex]',
    'start p1 f0',
  ),
};
