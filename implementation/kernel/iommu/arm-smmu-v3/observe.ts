import type { EntryState } from '../../../../model/sva/seen.ts';
import type { Observation } from '../../../../model/observation.ts';
import type { Kernel } from '../../kernel.ts';
import { hasSmallLeaves } from '../../../../model/sva/bounds.ts';
import { leavesOf } from './context-descriptor.ts';
import { tlbHolds } from './translation.ts';

type Seen = Pick<
  Observation,
  'entry' | 'entryMm' | 'cachedMm' | 'bondSlots' | 'bondMm' | 'bondDevice' | 'bondPasid' | 'leaves'
>;

export function observeSmmu(k: Kernel): Seen {
  const { bonds, caches, ssids } = k.smmu;
  const entries = k.smmu.contexts.rows;
  return {
    entry: (device, pasid) => stateOf(entries[device * ssids + pasid]!),
    entryMm: (device, pasid) => entries[device * ssids + pasid]!.ttb,
    cachedMm(device, pasid) {
      const slot = device * ssids + pasid;
      const { mm } = caches.atc[slot]!;
      if (mm !== 0) return mm;
      const entry = entries[slot]!;
      return entry.valid === 0 ? 0 : tlbHolds(k, entry.asid);
    },
    bondSlots: bonds.capacity,
    bondMm(slot) {
      const bond = bonds.rows[slot];
      if (bond === undefined || bond.live === 0 || bond.listed === 0) return 0;
      // An mm that was freed while a bond used it has no number any more; the machine notes its use.
      return k.mms.isLive(bond.mm) ? k.mms.at(bond.mm, 'observe').id : 0;
    },
    bondDevice: (slot) => bonds.rows[slot]!.device,
    bondPasid: (slot) => bonds.rows[slot]!.ssid,
    leaves: (device) => (hasSmallLeaves(k.world) ? leavesOf(k, device) : 0),
  };
}

/** The state of an entry of the CD table. */
export function stateOf(entry: { readonly valid: number; readonly epd0: number }): EntryState {
  if (entry.valid === 0) return 0;
  return entry.epd0 === 0 ? 1 : 2;
}
