import { admits, unless } from '../../kinds.ts';
import type { OfDomain } from '../../of-domain.ts';

export const enqcmd: OfDomain = {
  clauses: [
    unless('isolation', 'submitted', 'submitted for a foreign mm'),
    unless('submitter-pasid', 'free', 'a register holds a PASID that is free'),
    unless('submitter-pasid', 'other', 'a register holds the PASID of another owner'),
    admits('enqcmd', 'SIGSEGV', 'although the mm is bound and has mapped the portal'),
  ],
  unfailing: ['unmap-portal'],
  undisturbed: ['map-portal'],
  waiting: [],
};
