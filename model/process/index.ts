import type { Domain } from '../domain.ts';
import type { State } from '../state.ts';
import { processBounds } from './bounds.ts';
import { describeProcesses } from './describe.ts';
import { processSeen } from './seen.ts';

export const processDomain: Domain = {
  name: 'process',
  inWords: 'processes',
  needs: [],
  isEverywhere: true,
  bounds: processBounds,
  seen: processSeen,
  sorts: [
    {
      name: 'process',
      letter: 'p',
      rows: (s: State) => s.processes,
      first: 1,
      counts: true,
    },
  ],
  tasks: [
    {
      name: 'process',
      field: 'process',
      isCaller: true,
      says: (n) => `p${n}`,
      continuation: {
        kind: 'continue',
        says: 'the process resumes its suspended command',
      },
    },
    {
      name: 'worker',
      says: () => 'worker',
      continuation: {
        kind: 'continue-work',
        says: 'the kernel’s worker resumes its work item',
      },
    },
  ],
  describe: describeProcesses,
};
