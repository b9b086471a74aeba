import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uaccePutqRevivesQueue: Defect = {
  id: 'uacce-putq-revives-queue',
  title: 'PUT_Q makes a queue of a removed device ready again',
  story:
    'PUT_Q stops the queue and sets its state to INIT, without checking the old state. The queue of a removed device was dead; now START_Q finds it ready and calls the driver for a hardware queue that was given back.',
  source:
    'nobody reported it; the mechanism that the check of the state in uacce_stop_queue prevents (commit 26c08dabe547, which made PUT_Q only stop)',
  fix: 'PUT_Q leaves a queue unchanged if it does not run.',
  evidence: 'hypothesis',
  switches: { uaccePutQ: 'stop-and-init', uacceDeadQueue: 'state-check' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'start_queue', what: 'hisi_qp' },
  world: 'sva',
  shortest: parseSteps('open p0 d0 -> f0', 'hotplug d0 remove', 'putq p0 f0', 'start p0 f0'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'start', answer: 'success' },
      shortest: parseSteps('open p0 d0 -> f0', 'hotplug d0 remove', 'putq p0 f0', 'start p0 f0'),
    },
  ],
};
