import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceStartCheckedBeforeMutex: Defect = {
  id: 'uacce-start-checked-before-mutex',
  title: 'two tasks start one queue at once, and both succeed',
  story:
    'START_Q checks the state of the queue, then takes the mutex of the device, and does not check again. A second start in between finds the same state. Nothing breaks in the kernel: it starts a queue that already runs. But each caller believes that it was the one that started the queue.',
  source: 'nobody made it: uacce_start_queue (v6.0) checks under uacce->mutex',
  fix: 'Check under the mutex.',
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
