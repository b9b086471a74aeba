import { failed, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasAllOfUacce } from '../bounds.ts';

export interface Poll extends Command {
  readonly kind: 'poll';
  readonly process: number;
  readonly file: number;
}

export const poll = rules<Poll>({
  kind: 'poll',
  says: 'poll without a timeout: whether the hardware has finished something; nothing, after the removal of the device',
  fields: { process: { uses: 'process' }, file: { uses: 'file' } },
  in: hasAllOfUacce,
  possible: (s, c) => s.process(c.process) !== undefined && s.sva.file(c.file) !== undefined,
  typical: (s, c) =>
    s.sva.hasOpen(s.process(c.process)!, s.sva.file(c.file)!) ? success : failed('EBADF'),
  judge: (s, c, a) =>
    s.sva.hasOpen(s.process(c.process)!, s.sva.file(c.file)!)
      ? admitOnly('poll', a, 'OK')
      : admitOnly('poll', a, 'EBADF'),
  next() {},
  draw: { weight: 4 },
});
