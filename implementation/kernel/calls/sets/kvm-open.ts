import { openKvm } from '../../sets/kvm.ts';
import type { SystemCall } from '../call.ts';

export const kvmOpen: SystemCall<{ process: number }> = {
  context: 'process',
  run: (k, _c, task) => openKvm(k, task),
};
