import { errno, failed, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { queue } from '../state.ts';
import { hasUacce } from '../bounds.ts';

export interface Putq extends Command {
  readonly kind: 'putq';
  readonly process: number;
  readonly file: number;
}

export const putq = rules<Putq>({
  kind: 'putq',
  says: 'UACCE_CMD_PUT_Q: the queue’s hardware stops; the bond stays until the file is released',
  fields: { process: { uses: 'process' }, file: { uses: 'file' } },
  in: hasUacce,
  possible: (s, c) => s.process(c.process) !== undefined && s.sva.file(c.file) !== undefined,
  typical(s, c) {
    const f = s.sva.file(c.file)!;
    if (!s.sva.hasOpen(s.process(c.process)!, f)) return failed('EBADF');
    return f.queue === queue.dead ? failed('ENXIO') : success;
  },
  judge(s, c, a) {
    const f = s.sva.file(c.file)!;
    if (!s.sva.hasOpen(s.process(c.process)!, f)) return admitOnly('putq', a, 'EBADF');
    return f.queue === queue.dead
      ? admitOnly('putq', a, 'OK', 'ENXIO')
      : admitOnly('putq', a, 'OK');
  },
  next(s, c, a) {
    const f = s.sva.file(c.file)!;
    if (a.errno === errno.OK && f.queue !== queue.dead) f.queue = queue.stopped;
  },
  draw: { weight: 4 },
});
