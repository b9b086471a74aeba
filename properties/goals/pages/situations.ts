import { hasPages } from '../../../model/pages/bounds.ts';
import type { Goal } from '../../linux-law.ts';
import { mlockCharge, roomAfter } from './charges.ts';
import { limited, limitGoals } from './limits.ts';

/** Situations in which the equation of locked pages has two sides. */
export const pageSituationGoals: readonly Goal[] = [
  ...limitGoals('mlock', hasPages, (s, c) => roomAfter(s, mlockCharge(s, c))),
  {
    name: 'setrlimit below the number of locked pages',
    on: 'setrlimit',
    in: limited,
    reached(s, c) {
      const { mm } = s.process(c['process'] as number)!;
      return c['limit'] !== 'unlimited' && Number(c['limit']) < s.pages.expectedLocked(mm);
    },
  },
];
