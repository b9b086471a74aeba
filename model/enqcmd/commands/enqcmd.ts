import { errno, failed, ok } from '../../answer.ts';
import { admitOnly } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { isDedicated } from '../../sva/bounds.ts';
import type { State } from '../../state.ts';
import { hasPortals } from '../bounds.ts';
import { bothOf, hasBoth, type OnQueue, portalOf, queueFields } from '../portal.ts';
import { aborted, judgeReached, notReached, reachOutcome, reachText } from '../reach.ts';

export interface Enqcmd extends OnQueue {
  readonly kind: 'enqcmd';
}

export const enqcmd = rules<Enqcmd>({
  kind: 'enqcmd',
  says: 'the process submits a descriptor through its mapping of the portal: by ENQCMD to a shared queue, by MOVDIR64B to a dedicated one; the device then reads memory under the PASID of the descriptor, or of the queue. Returns the mm that it reached; SIGSEGV without a mapping, or if ENQCMD has no PASID.',
  fields: queueFields,
  in: hasPortals,
  possible: hasBoth,
  typical(s, c) {
    if (portalOf(s, c) === undefined) return failed('SIGSEGV');
    if (reachable(s, c)) return ok(bothOf(s, c).p.mm);
    return isOnDedicated(s, c) ? ok(aborted) : failed('SIGSEGV');
  },
  judge(s, c, a): Judgement {
    const { p } = bothOf(s, c);
    if (portalOf(s, c) === undefined) return admitOnly('enqcmd', a, 'SIGSEGV');
    if (a.errno !== errno.OK) return judgeRefused(s, c, a);
    const foreign = judgeReached('enqcmd', p.name, p.mm, a);
    if (foreign !== undefined || a.value > 0) return foreign;
    return reachable(s, c) ? notReached('enqcmd', p.mm, a) : undefined;
  },
  next() {},
  tells: reachText,
  outcome: reachOutcome,
  draw: { weight: 14 },
});

/** Whether a submission has to reach the mm of its process. */
function reachable(s: State, c: Enqcmd): boolean {
  const { p, f } = bothOf(s, c);
  return isOnDedicated(s, c) ? s.enqcmd.isOwn(p, f) : s.enqcmd.isBound(p.mm, f);
}

/** Only ENQCMD is refused, and only where the mm may have no PASID. */
function judgeRefused(s: State, c: Enqcmd, a: Parameters<typeof admitOnly>[1]): Judgement {
  const { p } = bothOf(s, c);
  const hasPasid = isOnDedicated(s, c) || s.sva.pasidBoundTo(p.mm) !== 0;
  return hasPasid ? admitOnly('enqcmd', a, 'OK') : admitOnly('enqcmd', a, 'OK', 'SIGSEGV');
}

function isOnDedicated(s: State, c: Enqcmd): boolean {
  return isDedicated(s.world, bothOf(s, c).f.device);
}
