import { hasVfio } from '../../../model/vfio/bounds.ts';
import type { Law } from '../../linux-law.ts';

/** Judged by the rule of unmap. */
export const unmapTerminates: Law = {
  name: 'unmap-terminates',
  title: 'Every unmap returns',
  because:
    'an unmap waits until drivers release their pins; if it never returns, its process cannot exit, and no other process can map or unmap in the container',
  closeness: 'no answer',
  needs: [],
  in: hasVfio,
};
