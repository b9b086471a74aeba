import type { OfDomain } from '../../of-domain.ts';

export const process: OfDomain = {
  clauses: [],
  unfailing: ['fork', 'clone', 'thread', 'work'],
  undisturbed: [],
  waiting: ['exit', 'exec'],
};
