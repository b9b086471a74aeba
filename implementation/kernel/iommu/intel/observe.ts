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
  | 'inRing'
  | 'hasOverflowed'
  | 'onLink'
  | 'inKernel'
  | 'faultsReported'
  | 'pageMistake'
  | 'mistakenMms'
>;

/** An entry that only ignores faults names nobody, so it is absent. */
export function observeIntel(k: Kernel): Seen & Partial<Pick<Observation, 'mmPasid'>> {
  const { answers, device, faults, list, ring, sdevs, sent, status, table, thread } = k.intel;
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
      return own !== undefined && own.state >= prgState.complete ? own.asked : 0;
    },
    groupQueued: (d, prg) => queued(k, d, prg).length,
    queuedMm: (d, prg) => queued(k, d, prg)[0]?.asked ?? 0,
    isStuck: () => status.overflow !== 0 && ring.live === 0 && thread[0]!.owner === 0,
    inRing: () => ring.live,
    hasOverflowed: () => status.overflow !== 0,
    onLink: (d) => [countOf(sent.rows, d), countOf(answers.rows, d)],
    inKernel: () => faults.live + list.live,
    faultsReported: () => status.faults,
    pageMistake: (d) => device.mistakes[d]!.cause as PageMistake,
    mistakenMms: (d) => [device.mistakes[d]!.asked, device.mistakes[d]!.served],
  };
}

function countOf(rows: readonly { live: number; device: number }[], device: number): number {
  return rows.filter((row) => row.live !== 0 && row.device === device).length;
}

/** The requests of a group that are on the link, in the ring or copied from it, parked, or queued for a worker, the oldest first. */
function queued({ intel: { faults, list, ring, sent } }: Kernel, device: number, prg: number) {
  const isOf = (r: { live: number; device: number; prg: number }) =>
    r.live !== 0 && r.device === device && r.prg === prg;
  return [faults, list, ring, sent].flatMap(({ rows }) => rows.filter(isOf));
}

/** An mm has no PASID of its own here, but its svm has. */
function pasidOfSvm({ intel, mms }: Kernel, id: number): number | undefined {
  const mm = mms.rows.find((m) => m.live !== 0 && m.id === id);
  if (mm === undefined) return undefined;
  const svm = intel.svms.rows.find(
    (s) => s.live !== 0 && s.private === 0 && s.mm === mms.pointer(mm),
  );
  return svm?.pasid ?? 0;
}
