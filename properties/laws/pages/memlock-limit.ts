import { hasVfio } from '../../../model/vfio/bounds.ts';
import type { Law } from '../../linux-law.ts';

/** Judged by the rules of map, attach, pin, map-vaddr and mlock: a success that charges too much. */
export const memlockLimit: Law = {
  name: 'memlock-limit',
  title: 'Nothing is locked beyond RLIMIT_MEMLOCK',
  because:
    'memory that is locked cannot be taken back: without the limit, one process without privileges can take all there is',
  closeness: 'consequence',
  needs: [],
  in: hasVfio,
};
