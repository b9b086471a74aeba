import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { UNLIMITED } from '../state.ts';
import { hasPages } from '../bounds.ts';

export interface Setrlimit extends Command {
  readonly kind: 'setrlimit';
  readonly process: number;
  readonly limit: string;
}

const unlimited = 'unlimited';

export const setrlimit = rules<Setrlimit>({
  kind: 'setrlimit',
  says: 'the process sets its RLIMIT_MEMLOCK, in pages; locked pages stay locked, even beyond the new limit',
  fields: {
    process: { uses: 'process' },
    limit: { oneOf: ['1', '2', '3', '0', unlimited] },
  },
  in: hasPages,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.world.pages !== undefined &&
    (c.limit === unlimited || s.world.pages.limits.includes(Number(c.limit))),
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('setrlimit', a, 'OK'),
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    const limit = c.limit === unlimited ? UNLIMITED : Number(c.limit);
    s.pages.setLimit(s.process(c.process)!, limit);
  },
  draw: {
    rivals: true,
    weight: 10,
    /** Exactly the locked pages, or one less than a process may soon take over: most mistakes show there. */
    telling(s, c) {
      const { limits } = s.world.pages!;
      for (const part of s.parts)
        for (const { process, pages } of part.aboutToLock?.() ?? []) {
          const less = s.pages.expectedLocked(process.mm) + pages - 1;
          if (limits.includes(less)) return { ...c, process: process.name, limit: String(less) };
        }
      const p = s.process(c.process);
      const locked = p === undefined ? 0 : s.pages.expectedLocked(p.mm);
      const enough = limits.filter((limit) => limit >= Math.max(locked, 1));
      return enough.length === 0 ? undefined : { ...c, limit: String(Math.min(...enough)) };
    },
  },
});
