import { hasSets } from '../../../model/sets/bounds.ts';
import type { Law } from '../../linux-law.ts';

/** The rules of set-open, set-adjust and guest-alloc judge it. */
export const setQuota: Law = {
  name: 'set-quota',
  title:
    'A set has no more PASIDs than its quota, and all sets together reserve no more than there are',
  because: 'one virtual machine could use up the PASIDs that were promised to the others',
  closeness: 'object',
  needs: [],
  in: hasSets,
  judgesAnswers: true,
};
