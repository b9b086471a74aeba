import type { Kernel } from '../kernel.ts';

/** The page tables and pages that an IOMMU reaches. */

/** The pages of a cached translation may have been freed long ago. @returns the id of their mm */
export function accessPages(k: Kernel, id: number): number {
  if ((findMm(k, id)?.mapped ?? 0) === 0)
    k.machine.splat('use-after-free', 'DMA', `pages of mm${id - 1}, through a cached translation`);
  return id;
}

/** The mm whose page tables have this id. */
export function findMm(k: Kernel, id: number) {
  for (const mm of k.mms.rows) if (mm.live !== 0 && mm.id === id) return mm;
  return undefined;
}
