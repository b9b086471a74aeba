import { errno, success } from '../answer.ts';
import { type Command, rules } from '../command.ts';
import { admitOnly } from '../conform.ts';
import { UNLIMITED } from '../vfio-state.ts';
import { hasVfio } from '../vfio-words.ts';

export interface Setrlimit extends Command {
  readonly kind: 'setrlimit';
  readonly process: number;
  readonly limit: string;
}

const unlimited = 'unlimited';

export const setrlimit = rules<Setrlimit>({
  kind: 'setrlimit',
  says: 'the process sets its RLIMIT_MEMLOCK, in pages; what is locked stays so, even if it is more',
  fields: {
    process: { uses: 'process' },
    limit: { oneOf: ['1', '2', '3', '0', unlimited] },
  },
  rivals: true,
  weight: 6,
  in: hasVfio,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.world.vfio !== undefined &&
    (c.limit === unlimited || s.world.vfio.limits.includes(Number(c.limit))),
  /** Exactly at the limit, or one below what is mapped: there most mistakes show. */
  telling(s, c) {
    const { mm } = s.process(c.process) ?? {};
    const locked = mm === undefined ? 0 : s.vfio.expectedLocked(mm);
    const enough = s.world.vfio!.limits.filter((limit) => limit >= Math.max(locked, 1));
    return enough.length === 0 ? c : { ...c, limit: String(Math.min(...enough)) };
  },
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('setrlimit', a, 'OK'),
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    const limit = c.limit === unlimited ? UNLIMITED : Number(c.limit);
    s.vfio.setLimit(s.process(c.process)!, limit);
  },
});
