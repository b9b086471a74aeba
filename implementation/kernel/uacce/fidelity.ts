import type { LinuxFunction } from '../fidelity.ts';

const file = 'drivers/misc/uacce/uacce.c';

/** drivers/misc/uacce, and what it calls in its first driver (drivers/crypto/hisilicon/qm.c). */
export const uacceFidelity: readonly LinuxFunction[] = [
  {
    name: 'uacce_start_queue',
    file,
    read: {},
    behaviours: [
      {
        linux: 'A queue that is not initialised is refused with EINVAL, so it can be started once.',
        versions: 'v5.7 to v6.3',
        verdict: 'same',
        simulation: 'uacce/ioctl.ts: startQueue',
        test: 'uacce/uacce.test.ts: lets the hardware run, once',
      },
    ],
  },
];
