import type { SeenRules } from '../seen.ts';
import type { World } from '../world.ts';
import { hasPages } from './bounds.ts';

/** The observations of locked and pinned memory. */
export interface PagesSeen {
  /**
   * mm->locked_vm in pages, as a signed number; undefined if the address space is not in use. Charges that are
   * still queued are not in it, but in `pendingCharge`.
   */
  lockedVm(mm: number): number | undefined;
  pendingCharge(mm: number): number;
  /** References that pins hold on pages of memory (GUP), all together; reserved pages have none. */
  pinReferences(): number;
  /** Which page of memory is at this address of an mm, numbered like those of VFIO; 0 if none, or a reserved one. */
  pageAt(mm: number, address: number): number;
}

export const pagesSeen = {
  isThere: { 'locked-vm': hasPages, pins: hasPages },
  observableOf: {
    lockedVm: 'locked-vm',
    pendingCharge: 'locked-vm',
    pinReferences: 'pins',
    pageAt: 'pins',
  },
  nothing: {
    lockedVm: () => undefined,
    pendingCharge: () => 0,
    pinReferences: () => 0,
    pageAt: () => 0,
  },
} as const satisfies SeenRules<PagesSeen, World>;
