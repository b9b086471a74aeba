import { hasVfio } from '../../../model/vfio/bounds.ts';
import type { Law } from '../../linux-law.ts';

/** Judged by the rule of unmap. */
export const unmapTerminates: Law = {
  name: 'unmap-terminates',
  title: 'An unmap comes to its end',
  because:
    'it waits for drivers to let go of their pins; if it never ends, neither does the process, and nobody else can map or unmap in the container',
  closeness: 'no answer',
  needs: [],
  in: hasVfio,
};
