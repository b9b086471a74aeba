import { named } from '../../../../memory/kinds.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Call } from '../../machine/pause.ts';
import { point } from '../../machine/wait.ts';
import { intelPoints } from './points.ts';

/** drivers/iommu/intel/pasid.c: the PASID table of each device, and the caches of the hardware for it. */

/**
 * One table for each device, indexed by PASID. `present`: P. `fpd`: faults of this PASID are not reported. `pgd`: page
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
    cache: layout.declare('pasid cache', count, mm, own).rows,
    iotlb: layout.declare('iotlb', count, mm, own).rows,
    devTlb: layout.declare('device tlb', count, mm, own).rows,
  };
}

export function slotOf({ intel }: Kernel, device: number, pasid: number): number {
  return device * (intel.pasids + 1) + pasid;
}

/** intel_pasid_setup_first_level: the present bit comes last. 0 or an error. */
export function setUpEntry(k: Kernel, device: number, pasid: number, mm: number): void {
  const entry = k.intel.table.entries[slotOf(k, device, pasid)]!;
  entry.fpd = 0;
  entry.pgd = mm;
  entry.present = 1;
}

/**
 * intel_pasid_tear_down_entry: clears the entry, then its caches: PASID cache, IOTLB, device TLB, each after the one before.
 * With `faultsIgnored` the hardware reports no faults of the PASID from now on (FPD). An entry that is not present was torn
 * down before.
 */
export function* tearDownEntry(
  k: Kernel,
  device: number,
  pasid: number,
  faultsIgnored: boolean,
): Call<void> {
  const slot = slotOf(k, device, pasid);
  const entry = k.intel.table.entries[slot]!;
  if (entry.present === 0) return;
  const isFlushedFirst = k.switches.entryTearDown === 'flushed-first';
  if (isFlushedFirst) {
    flushCaches(k, slot);
    yield* point(k, intelPoints.cachesFlushed);
  }
  entry.present = entry.pgd = 0;
  entry.fpd = faultsIgnored ? 1 : 0;
  if (isFlushedFirst) return;
  yield* point(k, intelPoints.pasidEntryCleared);
  flushCaches(k, slot);
}

function flushCaches({ intel }: Kernel, slot: number): void {
  const { cache, devTlb, iotlb } = intel.table;
  cache[slot]!.mm = 0;
  iotlb[slot]!.mm = 0;
  devTlb[slot]!.mm = 0;
}
