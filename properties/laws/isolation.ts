import type { Law } from '../law.ts';

/** Judged by the rule of dma: which mm was reached. */
export const isolation: Law = {
  name: 'isolation',
  title: 'A DMA reaches the address space it was bound to, or none',
  because:
    'a device that reaches any other memory reads secrets and corrupts processes that never opened it',
  needs: [],
};
