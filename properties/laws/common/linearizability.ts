import type { Law } from '../../linux-law.ts';

/** Judged after overlapping commands, when all of them have returned: checker/overlap.ts. */
export const linearizability: Law = {
  name: 'linearizability',
  title: 'Overlapping commands behave as if they ran one at a time',
  because:
    'callers reason about one command at a time; they cannot if no order of the commands explains the answers',
  closeness: 'answer',
  needs: [],
};
