import { named } from '../../../../memory/kinds.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import { EBUSY, EINVAL } from '../../machine/errno.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Call } from '../../machine/pause.ts';
import { point } from '../../machine/wait.ts';
import { intelPoints } from './points.ts';

/** drivers/iommu/intel/pasid.c: the PASID table of each device, and the caches of the hardware for it. */

/**
 * One table for each device, indexed by PASID; up to v4.18 one for all devices of the unit. `present`: P. `fpd`: faults of this PASID are not reported. `pgd`: page
 * tables, by the id of their mm. Beside each entry what the hardware has cached for it: the entry itself (PASID cache),
 * translations in the IOMMU (IOTLB), and those in the device.
 */
export function pasidTables({ layout }: Machine, world: World, pasids: number) {
  const { devices } = svaOf(world);
  const own = { keyed: { of: named('device'), each: pasids + 1 } };
  const mm = { mm: named('mm', 1) } as const;
  const count = devices * (pasids + 1);
  const entry = { present: 'value', fpd: 'value', pgd: named('mm', 1) } as const;
  return {
    entries: layout.declare('pasid table', count, entry, own).rows,
    /** Of each device, whether the part of its table with all of these entries was allocated. */
    leaves: layout.declare('pasid table leaf', devices, { there: 'value' } as const, {
      keyed: { of: named('device'), each: 1 },
    }).rows,
    cache: layout.declare('pasid cache', count, mm, own).rows,
    iotlb: layout.declare('iotlb', count, mm, own).rows,
    devTlb: layout.declare('device tlb', count, mm, own).rows,
  };
}

/** What the hardware keeps beside the entry. */
export function slotOf({ intel }: Kernel, device: number, pasid: number): number {
  return device * (intel.pasids + 1) + pasid;
}

export function entryOf(k: Kernel, device: number, pasid: number) {
  const table = k.switches.pasidTables === 'of-unit' ? 0 : device;
  return k.intel.table.entries[slotOf(k, table, pasid)]!;
}

/**
 * intel_pasid_setup_first_level: the present bit comes last. 0; EINVAL if the PASID does not fit the table or a part of the table cannot be
 * allocated; EBUSY if the entry is in use (v5.15), which was overwritten before. In the table of a unit a further device of the mm finds its entry.
 */
export function setUpEntry(k: Kernel, device: number, pasid: number, mm: number): number {
  k.machine.enters('intel_pasid_setup_first_level');
  if (pasid >>> 0 > k.intel.pasids) {
    k.machine.splat('warning', 'intel_pasid_get_entry', 'the PASID does not fit the table');
    return EINVAL;
  }
  if (!hasLeaf(k, device)) return EINVAL;
  const entry = entryOf(k, device, pasid);
  if (k.switches.pasidTables === 'of-unit' && entry.present !== 0 && entry.pgd === mm) return 0;
  if (entry.present !== 0 && k.switches.entryInUse === 'refused') return EBUSY;
  entry.fpd = 0;
  entry.pgd = mm;
  entry.present = 1;
  return 0;
}

/** The table of a unit has all of its entries from the start; that of a device gets them as they are used, and keeps them. */
function hasLeaf(k: Kernel, device: number): boolean {
  const leaf = k.intel.table.leaves[device]!;
  if (leaf.there !== 0 || k.switches.pasidTables === 'of-unit') return true;
  if (k.machine.allocationFails('PASID table')) return false;
  leaf.there = 1;
  return true;
}

/**
 * intel_pasid_tear_down_entry: clears the entry, then its caches: PASID cache, IOTLB, device TLB, each after the one before.
 * With `faultsIgnored` the hardware reports no faults of the PASID from now on (FPD). An entry that is not present was torn
 * down before; up to v5.13 it is zeroed again, so that its faults are reported again.
 */
export function* tearDownEntry(
  k: Kernel,
  device: number,
  pasid: number,
  faultsIgnored: boolean,
): Call<void> {
  k.machine.enters('intel_pasid_tear_down_entry');
  const entry = entryOf(k, device, pasid);
  if (entry.present === 0 && k.switches.entryTornDown === 'left') return;
  const isFlushedFirst = k.switches.entryTearDown === 'flushed-first';
  if (isFlushedFirst) {
    flushEntry(k, device, pasid);
    yield* point(k, intelPoints.cachesFlushed);
  }
  entry.present = entry.pgd = 0;
  entry.fpd = faultsIgnored ? 1 : 0;
  if (isFlushedFirst) return;
  yield* point(k, intelPoints.pasidEntryCleared);
  flushEntry(k, device, pasid);
}

/** Invalidates the PASID cache, the IOTLB and the device TLB of a PASID, in this order. */
export function flushEntry(k: Kernel, device: number, pasid: number): void {
  const { cache, devTlb, iotlb } = k.intel.table;
  const slot = slotOf(k, device, pasid);
  cache[slot]!.mm = 0;
  iotlb[slot]!.mm = 0;
  devTlb[slot]!.mm = 0;
}

/** intel_mm_release of v4.4: the entry alone. */
export function clearEntry(k: Kernel, pasid: number): void {
  if (pasid >>> 0 > k.intel.pasids) return; // an errno that was taken for a PASID
  const entry = entryOf(k, 0, pasid);
  entry.present = entry.pgd = 0;
}
