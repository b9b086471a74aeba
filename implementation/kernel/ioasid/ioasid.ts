import { BY_NUMBER, named } from '../../../memory/kinds.ts';
import type { Kernel } from '../kernel.ts';
import { ENOMEM, ENOSPC } from '../machine/errno.ts';
import type { Machine } from '../machine/machine.ts';

/**
 * drivers/iommu/ioasid.c (v5.5 to v6.3), later the global PASID ida. Row N is PASID N. The default
 * allocator hands out the lowest free one, so a PASID that was just freed is the next to be reused.
 * A spinlock guards it: it may be called from atomic context and does not sleep. With a mutex in its
 * place (the series for guest SVA, 2020) it may; one task runs at a time, so no task ever waits.
 *
 * `owner`: the id of the mm it was allocated for, or -1 for a driver; `refs`: v5.11 to
 * v5.17.
 */
export function ioasidTable(m: Machine, pasids: number) {
  return m.layout.declare(
    'ioasid',
    pasids + 1,
    { live: 'value', owner: named('mm', 1), refs: 'value' },
    { keyed: BY_NUMBER },
  );
}

export const DRIVER = -1;

/** Takes the lock of the allocator, of the kind that the kernel has. */
export function lockAllocator(k: Kernel, where: string): void {
  if (k.switches.allocLock === 'mutex') k.machine.mightSleep(where);
  else k.machine.beginAtomic();
  k.locks.take(k.ioasid.lock, where);
}

export function unlockAllocator(k: Kernel): void {
  k.locks.unlock(k.ioasid.lock, 0);
  if (k.switches.allocLock === 'spinlock') k.machine.endAtomic();
}

/** ioasid_alloc, ida_alloc: the lowest free PASID, or ENOSPC or ENOMEM. A switch decides what its caller does with the error. */
export function ioasidAlloc(k: Kernel, owner: number): number {
  lockAllocator(k, 'ioasid_alloc');
  const pasid = k.machine.allocationFails('PASID') ? ENOMEM : takeNext(k, owner);
  unlockAllocator(k);
  return pasid;
}

/** The next PASID, or ENOSPC: the lowest that is free (xa_alloc), or the first one after the last (xa_alloc_cyclic). The caller holds the lock. */
export function takeNext(k: Kernel, owner: number): number {
  const { last, rows } = k.ioasid;
  const count = rows.length - 1;
  const from = last === undefined ? 0 : last.pasid;
  for (let i = 0; i < count; i++) {
    const row = rows[((from + i) % count) + 1]!;
    if (row.live !== 0) continue;
    row.live = 1;
    row.owner = owner;
    row.refs = 1;
    if (last !== undefined) last.pasid = row.index;
    return row.index;
  }
  return ENOSPC;
}

/** ioasid_get: one more holder (v5.11 to v5.17). */
export function ioasidGet(k: Kernel, pasid: number): void {
  lockAllocator(k, 'ioasid_get');
  const row = allocated(k, pasid, 'ioasid_get');
  if (row) row.refs++;
  unlockAllocator(k);
}

/** ioasid_put: true if this was the last holder and the PASID is free now. */
export function ioasidPut(k: Kernel, pasid: number): boolean {
  lockAllocator(k, 'ioasid_put');
  const row = allocated(k, pasid, 'ioasid_put');
  const isLast = row !== undefined && --row.refs === 0;
  if (isLast) row.live = 0;
  unlockAllocator(k);
  return isLast;
}

/** ioasid_free, ida_free: at once, even if the PASID is still used elsewhere. */
export function ioasidFree(k: Kernel, pasid: number): void {
  lockAllocator(k, 'ioasid_free');
  const row = allocated(k, pasid, 'ioasid_free');
  if (row) row.live = 0;
  unlockAllocator(k);
}

function allocated(k: Kernel, pasid: number, where: string) {
  const row = k.ioasid.rows[pasid];
  if (row !== undefined && row.live !== 0) return row;
  k.machine.splat('warning', where, `PASID ${pasid} is not allocated`);
  return undefined;
}
