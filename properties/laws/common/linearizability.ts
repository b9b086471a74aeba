import type { Law } from '../../linux-law.ts';

/** Judged where commands overlap, when all of them have returned: checker/overlap.ts. */
export const linearizability: Law = {
  name: 'linearizability',
  title: 'What overlaps is as if one came after the other',
  because:
    'callers reason about one command at a time; if no order of them explains the answers, nobody can',
  closeness: 'answer',
  needs: [],
};
