import { driver, nobody } from '../../model/ioasid/seen.ts';
import type { EntryState } from '../../model/sva/seen.ts';
import type { Observation } from '../../model/observation.ts';
import { DRIVER } from './ioasid/ioasid.ts';
import { pasidValid } from './iommu/iommu-sva.ts';
import type { Kernel } from './kernel.ts';
import { leftovers } from './leftovers.ts';
import { tlbHolds } from './iommu/arm-smmu-v3/context-descriptor.ts';
import { findKeptMm } from './reachability.ts';
import { observePins } from './vfio/observe.ts';

/** The simulated kernel as an observer sees it: reads the tables, changes nothing. */
export function observe(k: Kernel): Observation {
  return {
    pasidOwner(pasid) {
      const row = k.ioasids.rows[pasid]!;
      if (row.live === 0) return nobody;
      return row.owner === DRIVER ? driver : row.owner;
    },
    entry(device, pasid): EntryState {
      const entry = k.contexts.rows[device * k.ssids + pasid]!;
      if (entry.valid === 0) return 0;
      return entry.epd0 === 0 ? 1 : 2;
    },
    entryMm: (device, pasid) => k.contexts.rows[device * k.ssids + pasid]!.ttb,
    cachedMm(device, pasid) {
      const slot = device * k.ssids + pasid;
      const { mm } = k.caches.atc[slot]!;
      if (mm !== 0) return mm;
      const entry = k.contexts.rows[slot]!;
      return entry.valid === 0 ? 0 : tlbHolds(k, entry.asid);
    },
    bondSlots: k.bonds.capacity,
    bondMm(slot) {
      const bond = k.bonds.rows[slot];
      // An mm that was freed under a bond has no number any more; the machine notes its use.
      return bond !== undefined && bond.live !== 0 && bond.listed !== 0 ? idOf(k, bond.mm) : 0;
    },
    bondDevice: (slot) => k.bonds.rows[slot]!.device,
    bondPasid: (slot) => k.bonds.rows[slot]!.ssid,
    mmPasid(id) {
      for (const mm of k.mms.rows)
        if (mm.live !== 0 && mm.id === id) return pasidValid(mm.pasid) ? mm.pasid : 0;
      return undefined;
    },
    mmInUse(id) {
      for (const mm of k.mms.rows) if (mm.live !== 0 && mm.id === id) return mm.users > 0;
      return false;
    },
    ...observePins(k),
    splats: k.machine.splats,
    leftovers: () => leftovers(k),
    referenceCycle: () => findKeptMm(k),
  };
}

function idOf(k: Kernel, mm: number): number {
  return k.mms.isLive(mm) ? k.mms.at(mm, 'observe').id : 0;
}
