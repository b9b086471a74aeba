import { hasSets } from '../../../model/sets/bounds.ts';
import type { Law } from '../../linux-law.ts';

/** The rules of set-open, set-adjust and guest-alloc judge it. */
export const setQuota: Law = {
  name: 'set-quota',
  title: 'No set exceeds its quota, and all quotas together no more than there is',
  because: 'one virtual machine could use up the PASIDs that were promised to the others',
  closeness: 'object',
  needs: [],
  in: hasSets,
  judgesAnswers: true,
};
