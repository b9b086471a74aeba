import type { LinuxFunction } from '../../fidelity.ts';
import { uacceFile as file, uacceRead as read } from './read.ts';

/** ioctl: a queue is started and stopped. */
export const queuesFidelity: readonly LinuxFunction[] = [
  {
    name: 'uacce_fops_unl_ioctl',
    file,
    read,
    behaviours: [
      {
        linux:
          'START_Q and PUT_Q check the state of the queue themselves: a dead queue is EINVAL for the first, success for the second.',
        versions: 'v5.7 to v5.19',
        verdict: 'same',
        simulation: 'uacce/ioctl.ts: uacceFopsIoctl',
        test: 'uacce/uacce.test.ts: answered by the state of its queue on older kernels',
      },
      {
        linux: 'uacce->mutex is taken first, and a queue that is not valid is refused with ENXIO.',
        versions: 'v6.0 to v6.2',
        verdict: 'same',
        simulation: 'uacce/ioctl.ts: uacceFopsIoctl',
        test: 'uacce/uacce.test.ts: answers ENXIO to everything if the removal is checked first',
      },
      {
        linux:
          'Other requests are the driver’s: before v6.0 they run without a lock and without a check of the state.',
        versions: 'v5.7 to v5.19',
        source: 'Brucker, 2022-06-20, “uacce: Tidy up locking”',
        verdict: 'not simulated',
        because:
          'The requests of hisi_qm (algorithm, depths) change nothing that is simulated. After a removal they are what poll is (uacce-fops-after-remove).',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'uacce_start_queue',
    file,
    read,
    behaviours: [
      {
        linux:
          'uacce_mutex, one for all queues of all devices, is held from the check of the state to the end.',
        versions: 'v5.7 to v5.19',
        verdict: 'same',
        simulation: 'uacce/ioctl.ts: uacceFopsIoctl',
        test: 'uacce/mutex.test.ts: lets a removal wait until a start is done',
      },
      {
        linux: 'A queue that is not initialised is refused with EINVAL, so it can be started once.',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'uacce/ioctl.ts: startQueue',
        test: 'uacce/uacce.test.ts: lets the hardware run, once',
      },
      {
        linux:
          'If the driver cannot start the hardware, its error is returned, and the queue stays initialised.',
        versions: 'v5.7 to v6.2',
        verdict: 'not simulated',
        because:
          'start always succeeds on hardware that exists (hisi_qm: ENOMEM, or EPERM during a reset). A failed start changes nothing that is simulated.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'uacce_put_queue',
    file,
    read,
    behaviours: [
      {
        linux:
          'It takes uacce_mutex itself in every caller: PUT_Q, release, and removal under queues_lock.',
        versions: 'v5.7 to v5.19',
        verdict: 'same',
        simulation: 'uacce/queue.ts: uaccePutQueue',
        test: 'uacce/mutex.test.ts: is waited for by %s, whichever queue its holder is about',
      },
      {
        linux:
          'It stops a queue that runs, gives the hardware queue back, and the queue is dead for good; a dead one is left alone.',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'uacce/queue.ts: putQueue',
        test: 'uacce/uacce.test.ts: stopped it for good and freed its resources before commit 26c08dabe547',
      },
      {
        linux: 'The pointer to the driver’s data (q->priv) keeps its value.',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'uacce/queue.ts: putQueue',
        test: 'uacce/uacce.test.ts: leaves a dead queue dead, unless it calls every queue ready',
      },
      {
        linux: 'PUT_Q keeps the bond: a DMA that is still on its way is translated.',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'uacce/ioctl.ts: uacceFopsIoctl',
        test: 'uacce/uacce.test.ts: keeps the bond in any case',
      },
    ],
  },
  {
    name: 'uacce_unbind_queue',
    file,
    read,
    behaviours: [
      {
        linux:
          'Without a bond it returns. Otherwise it unbinds, and then sets the pointer to NULL.',
        versions: 'v5.8 to v6.2',
        verdict: 'simplified',
        simulation: 'uacce/queue.ts: unbindQueue',
        because:
          'It forgets the bond before it unbinds. A queue that is unbound is on no list, or the lock of the list is held, so no second task comes between.',
        hides: 'nothing',
        test: 'uacce/uacce.test.ts: unbinds nothing a second time after hot-remove did',
      },
    ],
  },
];
