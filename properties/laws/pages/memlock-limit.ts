import { hasPages } from '../../../model/pages/bounds.ts';
import type { Law } from '../../linux-law.ts';

/** Judged by the rules of map, attach, pin, map-vaddr and mlock: a success that charges too much. */
export const memlockLimit: Law = {
  name: 'memlock-limit',
  title: 'Nothing is locked beyond RLIMIT_MEMLOCK',
  because:
    'locked memory cannot be reclaimed: without the limit, one unprivileged process can take all of it',
  closeness: 'consequence',
  needs: [],
  in: hasPages,
};
