import type { EntryState } from '../../../../model/sva/seen.ts';
import type { Observation } from '../../../../model/observation.ts';
import type { Kernel } from '../../kernel.ts';
import { tlbHolds } from './translation.ts';

type Seen = Pick<
  Observation,
  'entry' | 'entryMm' | 'cachedMm' | 'bondSlots' | 'bondMm' | 'bondDevice' | 'bondPasid'
>;

export function observeSmmu(k: Kernel): Seen {
  const { bonds, caches, contexts, ssids } = k.smmu;
  return {
    entry: (device, pasid) => entryState(k, device * ssids + pasid),
    entryMm: (device, pasid) => contexts.rows[device * ssids + pasid]!.ttb,
    cachedMm(device, pasid) {
      const slot = device * ssids + pasid;
      const { mm } = caches.atc[slot]!;
      if (mm !== 0) return mm;
      const entry = contexts.rows[slot]!;
      return entry.valid === 0 ? 0 : tlbHolds(k, entry.asid);
    },
    bondSlots: bonds.capacity,
    bondMm(slot) {
      const bond = bonds.rows[slot];
      if (bond === undefined || bond.live === 0 || bond.listed === 0) return 0;
      // An mm that was freed under a bond has no number any more; the machine notes its use.
      return k.mms.isLive(bond.mm) ? k.mms.at(bond.mm, 'observe').id : 0;
    },
    bondDevice: (slot) => bonds.rows[slot]!.device,
    bondPasid: (slot) => bonds.rows[slot]!.ssid,
  };
}

export function entryState({ smmu }: Kernel, slot: number): EntryState {
  const { valid, epd0 } = smmu.contexts.rows[slot]!;
  if (valid === 0) return 0;
  return epd0 === 0 ? 1 : 2;
}
