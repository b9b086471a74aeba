import type { Observation } from '../../../../model/observation.ts';
import { prqOf } from '../../../../model/prq/bounds.ts';
import type { PageMistake } from '../../../../model/prq/seen.ts';
import type { Kernel } from '../../kernel.ts';
import { prgOf, prgState } from './device.ts';
import { entryOf, slotOf } from './pasid-table.ts';

type Seen = Pick<
  Observation,
  | 'entry'
  | 'entryMm'
  | 'cachedMm'
  | 'bondSlots'
  | 'bondMm'
  | 'bondDevice'
  | 'bondPasid'
  | 'groupMm'
  | 'groupQueued'
  | 'queuedMm'
  | 'isStuck'
  | 'pageMistake'
  | 'mistakenMms'
>;

/** An entry that only ignores faults names nobody, so it is absent. */
export function observeIntel(k: Kernel): Seen & Partial<Pick<Observation, 'mmPasid'>> {
  const { device, ring, sdevs, status, table, thread } = k.intel;
  const hasGroups = prqOf(k.world).prgs > 0;
  return {
    ...(k.switches.svmPasid === 'of-svm' && { mmPasid: (id) => pasidOfSvm(k, id) }),
    entry: (d, pasid) => (entryOf(k, d, pasid).present === 0 ? 0 : 1),
    entryMm: (d, pasid) => entryOf(k, d, pasid).pgd,
    cachedMm(d, pasid) {
      const slot = slotOf(k, d, pasid);
      return table.devTlb[slot]!.mm || table.iotlb[slot]!.mm || table.cache[slot]!.mm;
    },
    bondSlots: sdevs.capacity,
    bondMm(slot) {
      const s = sdevs.rows[slot];
      if (s === undefined || s.live === 0 || s.listed === 0) return 0;
      return k.mms.isLive(s.mm) ? k.mms.at(s.mm, 'observe').id : 0;
    },
    bondDevice: (slot) => sdevs.rows[slot]!.device,
    bondPasid: (slot) => sdevs.rows[slot]!.pasid,
    groupMm(d, prg) {
      const own = hasGroups ? prgOf(k, d, prg) : undefined;
      return own?.state === prgState.complete ? own.asked : 0;
    },
    groupQueued: (d, prg) => queued(k, d, prg).length,
    queuedMm: (d, prg) => queued(k, d, prg)[0]?.asked ?? 0,
    isStuck: () => status.overflow !== 0 && ring.live === 0 && thread[0]!.owner === 0,
    pageMistake: (d) => device.mistakes[d]!.cause as PageMistake,
    mistakenMms: (d) => [device.mistakes[d]!.asked, device.mistakes[d]!.served],
  };
}

/** The requests of a group that are in the ring, parked, or queued for a worker; the oldest is in the queue, or parked. */
function queued({ intel: { faults, ring } }: Kernel, device: number, prg: number) {
  const isOf = (r: { live: number; device: number; prg: number }) =>
    r.live !== 0 && r.device === device && r.prg === prg;
  return [...faults.rows.filter(isOf), ...ring.rows.filter(isOf)];
}

/** An mm has no PASID of its own here, but its svm has. */
function pasidOfSvm({ intel, mms }: Kernel, id: number): number | undefined {
  const mm = mms.rows.find((m) => m.live !== 0 && m.id === id);
  if (mm === undefined) return undefined;
  const svm = intel.svms.rows.find((s) => s.live !== 0 && s.mm === mms.pointer(mm));
  return svm?.pasid ?? 0;
}
