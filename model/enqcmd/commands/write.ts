import { errno, failed, ok } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { hasPortals } from '../bounds.ts';
import { bothOf, hasBoth, type OnQueue, queueFields } from '../portal.ts';
import { judgeReached, notReached, reachOutcome, reachText } from '../reach.ts';

export interface Write extends OnQueue {
  readonly kind: 'write';
}

export const write = rules<Write>({
  kind: 'write',
  says: 'the process writes a descriptor to the file, and the kernel submits it, to a shared queue under the PASID that the file was opened with (idxd_cdev_write). Returns the mm that the device reached; EPERM for another mm than that which opened the file.',
  fields: queueFields,
  in: hasPortals,
  needs: 'idxd-write',
  possible: hasBoth,
  typical(s, c) {
    const { p, f } = bothOf(s, c);
    if (!s.sva.hasOpen(p, f)) return failed('EBADF');
    return s.enqcmd.isOwn(p, f) ? ok(p.mm) : failed('EPERM');
  },
  judge(s, c, a): Judgement {
    const { p, f } = bothOf(s, c);
    if (!s.sva.hasOpen(p, f)) return admitOnly('write', a, 'EBADF');
    const isOwn = s.enqcmd.isOwn(p, f);
    if (a.errno !== errno.OK)
      return isOwn ? admitOnly('write', a, 'OK') : admitOnly('write', a, 'OK', 'EPERM');
    const foreign = judgeReached('write', p.name, p.mm, a);
    if (foreign !== undefined || a.value > 0) return foreign;
    return isOwn ? notReached('write', p.mm, a) : undefined;
  },
  next() {},
  tells: reachText,
  outcome: reachOutcome,
  draw: { weight: 8 },
});
