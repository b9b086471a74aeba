import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { partsOfLeaving } from '../leaving.ts';

export interface Exit extends Command {
  readonly kind: 'exit';
  readonly process: number;
}

export const exit = rules<Exit>({
  kind: 'exit',
  says: 'the process exits without closing anything (do_exit): first it leaves its mm, which ends with its last process, then its files close; a thread exits alone (SYS_exit)',
  fields: { process: { uses: 'process' } },
  possible: (s, c) => s.process(c.process) !== undefined,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('exit', a, 'OK'),
  next(s, c, a) {
    const p = s.process(c.process)!;
    if (a.errno !== errno.OK) return;
    s.end(p);
    s.dropUnreferenced();
  },
  draw: { weight: 6, ends: true },
  overlap: {
    parts: (s, c) => partsOfLeaving(s, c.process),
    /** Its files are still open, and its hardware may still try to reach the mm. */
    halfway: (s, c) => s.leaveMm(s.process(c.process)!),
  },
});
