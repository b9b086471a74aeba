import type { StateLine } from '../../../model/state-line.ts';
import type { Kernel } from '../kernel.ts';
import type { Ptr } from '../machine/slab.ts';

/** `mm0`; `mm?` if it is freed. */
export function mmText(k: Kernel, mm: Ptr): string {
  return k.mms.isLive(mm) ? `mm${k.mms.at(mm, 'describe').id - 1}` : 'mm?';
}

export function describeMms(k: Kernel): StateLine[] {
  return k.mms.rows
    .filter((mm) => mm.live !== 0)
    .map((mm) => ({
      what: `mm${mm.id - 1}`,
      is: `mm_users ${mm.users}, mm_count ${mm.count}, pasid ${mm.pasid > 0 ? mm.pasid : 'none'}`,
    }));
}
