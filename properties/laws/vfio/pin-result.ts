import { hasVfio } from '../../../model/vfio/bounds.ts';
import type { Law } from '../../linux-law.ts';

/** Judged by the rule of pin. */
export const pinResult: Law = {
  name: 'pin-result',
  title: 'A driver is told that its pages are pinned, or an error',
  because:
    'a driver that is told of success gives the addresses to its device, which then writes to memory that nobody gave it',
  closeness: 'answer',
  needs: [],
  in: hasVfio,
};
