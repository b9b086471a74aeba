import { errno, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { withPages } from '../../pages/found.ts';
import { Charges, judgeOutcome, type MemlockOutcome, typically } from '../../pages/memlock.ts';
import type { State } from '../../state.ts';
import { slots } from '../../pages/state.ts';
import { addressWords, isAddress, placeOf } from '../../pages/words.ts';
import { iovaWords, isIova } from '../words.ts';
import { hasVfio } from '../bounds.ts';
import { hasFree } from '../../rows.ts';

export interface MapDma extends Command {
  readonly kind: 'map';
  readonly process: number;
  readonly container: number;
  readonly iova: string;
  readonly address: string;
  readonly pages: string;
  readonly access: string;
}

/** In the order in which they are checked, up to the pages themselves. */
function refusal(s: State, c: MapDma): MemlockOutcome | undefined {
  const { vfio } = s;
  const into = vfio.files.container(c.container)!;
  if (!vfio.files.holdsContainer(s.process(c.process)!, into)) return { is: 'EBADF' };
  if (!vfio.files.hasGroup(into)) return { is: 'EINVAL' };
  const from = placeOf(c.iova);
  const to = from + Number(c.pages);
  if (to === from || to > s.world.vfio!.iovas) return { is: 'EINVAL' };
  const mappings = vfio.mappings.mappingsOf(into);
  if (mappings.some((d) => d.iova < to && from < d.iova + d.pages)) return { is: 'EEXIST' };
  return mappings.length >= s.world.vfio!.dmaEntries ? { is: 'ENOSPC' } : undefined;
}

function outcome(s: State, c: MapDma): MemlockOutcome {
  const { vfio, pages } = s;
  const refused = refusal(s, c);
  if (refused !== undefined) return refused;
  if (!vfio.files.hasIommu(vfio.files.container(c.container)!)) return { is: 'OK' };
  const p = s.process(c.process)!;
  const limit = pages.limitOf(p);
  const charges = new Charges(pages);
  for (let i = 0; i < Number(c.pages); i++) {
    const slot = pages.slot(p, placeOf(c.address) + i);
    if (slot === slots.hole) return { is: 'EFAULT' };
    if (slot !== slots.ordinary) continue;
    if (!charges.fitsIn(p.mm, limit, pages.isCapable(p))) return { is: 'ENOMEM', limit };
    charges.add(p.mm);
  }
  return { is: 'OK' };
}

export const map = rules<MapDma>({
  kind: 'map',
  says: 'VFIO_IOMMU_MAP_DMA: map pages of the process, from this address on, at this IOVA. If a device behind the IOMMU is in the container, the pages are pinned and charged; otherwise they are not, for now.',
  fields: {
    process: { uses: 'process' },
    container: { uses: 'container' },
    iova: { oneOf: iovaWords },
    address: { oneOf: addressWords },
    pages: { oneOf: ['1', '2', '0'] },
    access: { oneOf: ['rw', 'r'] },
  },
  in: hasVfio,
  possible(s, c) {
    const into = s.vfio.files.container(c.container);
    return (
      s.process(c.process) !== undefined &&
      into !== undefined &&
      s.vfio.files.backendOf(into) !== 'tce' &&
      isIova(s.world, c.iova) &&
      isAddress(s.world, c.address) &&
      hasFree(s.vfio.mappings.dmas)
    );
  },
  typical: (s, c) => typically(outcome(s, c)),
  // Up to Linux 4.9, whatever get_user_pages answered became EFAULT.
  noMemory: ['EFAULT'],
  judge: (s, c, a) => judgeOutcome('map', a, outcome(s, c)),
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    // A wrong success is followed as far as possible: beyond a limit the mapping exists; over another mapping, that one stays.
    const refused = refusal(s, c)?.is ?? 'OK';
    if (refused === 'EEXIST' || refused === 'EINVAL') return;
    s.vfio.mappings.newMapping(s.vfio.files.container(c.container)!, s.process(c.process)!, {
      iova: placeOf(c.iova),
      address: placeOf(c.address),
      pages: Number(c.pages),
      isWritable: c.access === 'rw',
    });
  },
  draw: {
    opens: true,
    rivals: true,
    weight: 14,
    /** At a free IOVA: there it tests the pages and the limit. */
    telling(s, c) {
      const into = s.vfio.files.container(c.container);
      const p = s.process(c.process);
      if (p === undefined || into === undefined || !s.vfio.files.hasGroup(into)) return undefined;
      if (!s.vfio.files.holdsContainer(p, into)) return undefined;
      const pages = c.pages === '0' || c.access === 'r' ? '2' : c.pages;
      const { iovas } = s.world.vfio!;
      for (let n = 0; n < iovas; n++) {
        const iova = (placeOf(c.iova) + n) % iovas;
        if (s.vfio.mappings.mappingAt(into, iova) === undefined)
          return { ...c, iova: iovaWords[iova]!, pages };
      }
      return undefined;
    },
  },
  overlap: {
    keepsAlive: true,
    asOf: withPages,
    /** A command that fails returns its charge at the end. */
    halfway(s, c, a) {
      if (a.errno !== errno.OK) map.next(s, c, success);
    },
  },
});
