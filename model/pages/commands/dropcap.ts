import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasPages } from '../bounds.ts';

export interface Dropcap extends Command {
  readonly kind: 'dropcap';
  readonly process: number;
}

export const dropcap = rules<Dropcap>({
  kind: 'dropcap',
  says: 'the process drops CAP_IPC_LOCK: from now on its limit applies, but not to mappings that exist',
  fields: { process: { uses: 'process' } },
  in: ({ pages }) => pages?.capable ?? false,
  possible(s, c) {
    const p = s.process(c.process);
    return p !== undefined && hasPages(s.world) && s.pages.isCapable(p);
  },
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('dropcap', a, 'OK'),
  next(s, c, a) {
    if (a.errno === errno.OK) s.pages.dropCapability(s.process(c.process)!);
  },
  draw: { weight: 6 },
});
