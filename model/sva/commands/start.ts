import { errno, failed, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { queue } from '../state.ts';
import { hasUacce } from '../bounds.ts';

export interface Start extends Command {
  readonly kind: 'start';
  readonly process: number;
  readonly file: number;
}

export const start = rules<Start>({
  kind: 'start',
  says: 'UACCE_CMD_START_Q: from now on the queue’s hardware may do DMA under its PASID',
  fields: { process: { uses: 'process' }, file: { uses: 'file' } },
  in: hasUacce,
  possible: (s, c) => s.process(c.process) !== undefined && s.sva.file(c.file) !== undefined,
  typical(s, c) {
    const f = s.sva.file(c.file)!;
    if (!s.sva.hasOpen(s.process(c.process)!, f)) return failed('EBADF');
    return f.queue === queue.init ? success : failed('EINVAL');
  },
  judge(s, c, a) {
    const f = s.sva.file(c.file)!;
    if (!s.sva.hasOpen(s.process(c.process)!, f)) return admitOnly('start', a, 'EBADF');
    switch (f.queue) {
      case queue.init:
        return admitOnly('start', a, 'OK');
      case queue.started:
        return admitOnly('start', a, 'EINVAL');
      case queue.stopped: // dead on older kernels, only stopped on newer ones
        return admitOnly('start', a, 'OK', 'EINVAL', 'ENXIO');
      default:
        return admitOnly('start', a, 'EINVAL', 'ENXIO');
    }
  },
  next(s, c, a) {
    if (a.errno === errno.OK) s.sva.file(c.file)!.queue = queue.started;
  },
  draw: { weight: 8 },
});
