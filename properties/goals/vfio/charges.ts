import type { Command } from '../../../model/command.ts';
import { slots } from '../../../model/pages/state.ts';
import type { State } from '../../../model/state.ts';
import type { DmaRow } from '../../../model/vfio/mappings.ts';
import { type Charge, ofCaller, roomAfter } from '../pages/charges.ts';
import { caller, containerOf, groupOf, place } from './parts.ts';

/** The pages of the mapping that start to count if these are pinned. */
function uncounted(s: State, d: DmaRow, first: number, end: number): number {
  let n = 0;
  for (let i = first; i < end; i++)
    if (
      !s.vfio.mappings.isCountedNow(d, i) &&
      s.pages.slotIn(d.mm, d.address + i) === slots.ordinary
    )
      n++;
  return n;
}

const ofMapping = (s: State, d: DmaRow, pages: number): Charge => ({
  mm: d.mm,
  pages,
  limit: s.vfio.mappings.limitOfMapping(d),
  isCapable: d.capable !== 0,
});

/** The charge of these commands if they succeed; for several mms, of one of them. */
const charges: Readonly<Record<string, (s: State, c: Command) => Charge | undefined>> = {
  map(s, c) {
    const p = caller(s, c);
    if (!s.vfio.files.hasIommu(containerOf(s, c))) return undefined;
    let pages = 0;
    for (let i = 0; i < Number(c['pages']); i++)
      if (s.pages.slot(p, place(c, 'address') + i) === slots.ordinary) pages++;
    return ofCaller(s, p, pages);
  },
  attach(s, c) {
    const mapped = s.vfio.mappings.mappingsOf(containerOf(s, c));
    const first = mapped[0];
    if (first === undefined || s.vfio.files.hasIommu(containerOf(s, c))) return undefined;
    if (!s.vfio.files.isIommuGroup(groupOf(s, c))) return undefined;
    const own = mapped.filter((d) => d.mm === first.mm);
    return ofMapping(
      s,
      first,
      own.reduce((n, d) => n + uncounted(s, d, 0, d.pages), 0),
    );
  },
  pin(s, c) {
    const iova = place(c, 'iova');
    const d = s.vfio.mappings.mappingAt(s.vfio.files.containerOf(groupOf(s, c))!, iova);
    if (d === undefined) return undefined;
    const first = iova - d.iova;
    return ofMapping(s, d, uncounted(s, d, first, Math.min(d.pages, first + Number(c['pages']))));
  },
};

/** The number of pages left below the limit after the charge of the command; undefined if it charges none. */
export function roomLeft(s: State, c: Command): number | undefined {
  return roomAfter(s, charges[c.kind]!(s, c));
}
