import { type Answer, errno, failed, ok } from '../../answer.ts';
import { admitOnly, admitOnlyOf } from '../../conform.ts';
import type { Judgement } from '../../judgement.ts';
import { rules } from '../../rules.ts';
import { hasPortals } from '../bounds.ts';
import { bothOf, hasBoth, type OnQueue, queueFields } from '../portal.ts';

export interface PollQueue extends OnQueue {
  readonly kind: 'poll-queue';
}

/** The events that poll returns. No device has an error here. */
export const pollResults = ['nothing', 'POLLNVAL', 'every event'] as const;
const [NOTHING, INVALID] = [0, 1] as const;

export const pollQueue = rules<PollQueue>({
  kind: 'poll-queue',
  says: 'the process polls the file without a timeout: nothing, as the device has no error; POLLNVAL for another mm than that which opened it (idxd_cdev_poll)',
  fields: queueFields,
  in: hasPortals,
  possible: hasBoth,
  typical(s, c) {
    const { p, f } = bothOf(s, c);
    if (!s.sva.hasOpen(p, f)) return failed('EBADF');
    return ok(s.enqcmd.isOwn(p, f) ? NOTHING : INVALID);
  },
  judge(s, c, a): Judgement {
    const { p, f } = bothOf(s, c);
    if (!s.sva.hasOpen(p, f)) return admitOnlyOf('poll-queue', a, outcome(a), 'EBADF');
    if (a.errno !== errno.OK) return admitOnly('poll-queue', a, 'OK');
    if (a.value === NOTHING || (a.value === INVALID && !s.enqcmd.isOwn(p, f))) return undefined;
    return {
      law: 'answers-conform',
      place: { command: 'poll-queue', answer: outcome(a) },
      witness: `poll of f${c.file} by p${c.process} returned ${outcome(a)}, but the device has reported nothing.`,
    };
  },
  next() {},
  tells: outcome,
  outcome,
  draw: { weight: 4 },
});

function outcome({ value }: Answer): string {
  return pollResults[value]!;
}
