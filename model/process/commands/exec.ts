import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { partsOfLeaving } from '../leaving.ts';

export interface Exec extends Command {
  readonly kind: 'exec';
  readonly process: number;
}

export const exec = rules<Exec>({
  kind: 'exec',
  says: 'the process executes another program in a new mm; its other threads end first; files opened with O_CLOEXEC close, others stay open and bound to the old mm',
  fields: { process: { uses: 'process' } },
  possible: (s, c) => s.process(c.process) !== undefined,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('exec', a, 'OK'),
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    s.exec(s.process(c.process)!);
  },
  draw: { weight: 4, ends: true },
  overlap: {
    isNumbered: true,
    parts: (s, c) => (s.world.closeOnExec ? partsOfLeaving(s, c.process) : []),
    /** The files that exec closes are still open. */
    halfway(s, c) {
      const p = s.process(c.process)!;
      s.endOtherThreads(p);
      s.leaveMm(p);
    },
  },
});
