import { hasVfio } from '../../../model/vfio/bounds.ts';
import type { Law } from '../../linux-law.ts';

/** Judged by the rule of pin. */
export const pinResult: Law = {
  name: 'pin-result',
  title: 'A driver gets pinned pages or an error',
  because:
    'after success, a driver passes the addresses to its device; if the pages are not pinned, the device writes to memory that it was never given',
  closeness: 'answer',
  needs: [],
  in: hasVfio,
};
