import { type Answer, errno, errnoName, failed, ok, type ErrnoName } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly, admitOnlyOf } from '../../conform.ts';
import type { State } from '../../state.ts';
import type { DmaRow } from '../mappings.ts';
import { hasVfio } from '../bounds.ts';
import { iovaWords, isIova } from '../words.ts';
import { placeOf } from '../../pages/words.ts';

export interface UnmapDma extends Command {
  readonly kind: 'unmap';
  readonly process: number;
  readonly container: number;
  readonly iova: string;
  readonly pages: string;
}

/** Mappings with a page in the range. */
export function within(s: State, c: UnmapDma): readonly DmaRow[] {
  const from = placeOf(c.iova);
  const to = from + Number(c.pages);
  return s.vfio.mappings
    .mappingsOf(s.vfio.files.container(c.container)!)
    .filter((d) => d.iova < to && from < d.iova + d.pages);
}

/** Whether the range goes beyond the end of IOVA space. Until v4.17 nothing refused that, and nothing was found there. */
function wraps(s: State, c: UnmapDma): boolean {
  return placeOf(c.iova) + Number(c.pages) > s.world.vfio!.iovas;
}

/** In the order in which they are checked. */
function refusal(s: State, c: UnmapDma): ErrnoName | undefined {
  const { vfio } = s;
  const of = vfio.files.container(c.container)!;
  if (!vfio.files.holdsContainer(s.process(c.process)!, of)) return 'EBADF';
  if (!vfio.files.hasGroup(of)) return 'EINVAL';
  const from = placeOf(c.iova);
  const to = from + Number(c.pages);
  if (to === from || wraps(s, c)) return 'EINVAL';
  const isBisected = (d: DmaRow): boolean => d.iova < from || to < d.iova + d.pages;
  return vfio.files.backendOf(of) === 'type1v2' && within(s, c).some(isBisected)
    ? 'EINVAL'
    : undefined;
}

/**
 * The sets of mappings that a success may have removed, the most ordinary first. A mapping that begins before the range
 * stops unmap in a type1 (v1) container; one of another mm stops it in Linux 4.10 to 5.19. Mappings are found in any order.
 */
function outcomes(s: State, c: UnmapDma): readonly (readonly DmaRow[])[] {
  const there = within(s, c);
  const inside = there.filter((d) => d.iova >= placeOf(c.iova));
  if (inside.length < there.length) return [[], ...subsets(inside)];
  const { mm } = s.process(c.process)!;
  const own = there.filter((d) => d.mm === mm);
  return own.length < there.length ? [there, ...subsets(own)] : [there];
}

function subsets(dmas: readonly DmaRow[]): (readonly DmaRow[])[] {
  return dmas.reduce<(readonly DmaRow[])[]>(
    (found, d) => found.concat(found.map((set) => [...set, d])),
    [[]],
  );
}

/** The drivers that have pages in the range pinned: `g0 has i0 and i1 pinned, g2 has i1 pinned`. */
function pinnersText(s: State, c: UnmapDma): string {
  const { vfio } = s;
  const of = vfio.files.container(c.container)!;
  const iovas = within(s, c).flatMap((d) => Array.from({ length: d.pages }, (_, i) => d.iova + i));
  const pinners = vfio.files.groupsIn(of).flatMap((g) => {
    const pinned = iovas.filter((iova) => vfio.mappings.pinsOf(g, iova) > 0);
    if (pinned.length === 0) return [];
    return [`g${g.index} has ${pinned.map((iova) => iovaWords[iova]).join(' and ')} pinned`];
  });
  return pinners.join(', ') || 'no driver has a page in the range pinned';
}

function pagesOf(dmas: readonly DmaRow[]): number {
  return dmas.reduce((n, d) => n + d.pages, 0);
}

function gone(s: State, c: UnmapDma, value: number): readonly DmaRow[] {
  const possible = outcomes(s, c);
  return possible.find((dmas) => pagesOf(dmas) === value) ?? possible[0]!;
}

function inWords(pages: number): string {
  return `${pages} page${pages === 1 ? '' : 's'}`;
}

export const unmap = rules<UnmapDma>({
  kind: 'unmap',
  says: 'VFIO_IOMMU_UNMAP_DMA: remove the mappings in the range, after the drivers were notified to unpin their pages. Returns the number of unmapped pages.',
  fields: {
    process: { uses: 'process' },
    container: { uses: 'container' },
    iova: { oneOf: iovaWords },
    pages: { oneOf: ['1', '2', '0'] },
  },
  in: hasVfio,
  possible(s, c) {
    const of = s.vfio.files.container(c.container);
    return (
      s.process(c.process) !== undefined &&
      of !== undefined &&
      s.vfio.files.backendOf(of) !== 'tce' &&
      isIova(s.world, c.iova)
    );
  },
  typical(s, c) {
    const refused = refusal(s, c);
    return refused === undefined ? ok(pagesOf(outcomes(s, c)[0]!)) : failed(refused);
  },
  judge(s, c, a) {
    if (a.errno === errno.HUNG || a.errno === errno.OOPS)
      return {
        law: 'unmap-terminates',
        place: { command: 'unmap', answer: errnoName(a.errno) },
        witness: `unmap ${a.errno === errno.HUNG ? 'never returned' : 'oopsed'}. By the answers so far, ${pinnersText(s, c)}.`,
      };
    const refused = refusal(s, c);
    if (refused === 'EINVAL' && wraps(s, c) && a.errno === errno.OK && a.value === 0)
      return undefined;
    if (refused !== undefined) return admitOnlyOf('unmap', a, removed(a), refused);
    if (a.errno !== errno.OK) {
      const arePinned = within(s, c).some((d) => s.vfio.mappings.hasDriverPins(d));
      return arePinned ? admitOnly('unmap', a, 'OK', 'EDEADLOCK') : admitOnly('unmap', a, 'OK');
    }
    const admitted = new Set(outcomes(s, c).map(pagesOf));
    if (admitted.has(a.value)) return undefined;
    return {
      law: 'answers-conform',
      place: { command: 'unmap', answer: 'another number of pages' },
      witness: `unmap answered ${inWords(a.value)}. Admitted: ${[...admitted].map(inWords).join(' or ')}.`,
    };
  },
  next(s, c, a) {
    if (a.errno === errno.EDEADLOCK) {
      // It stopped at the first mapping that a driver does not unpin.
      const all = within(s, c);
      const stuck = all.findIndex((d) => s.vfio.mappings.hasDriverPins(d));
      for (const d of all.slice(0, Math.max(stuck, 0))) s.vfio.mappings.unmap(d);
    }
    if (a.errno !== errno.OK) return;
    for (const d of gone(s, c, a.value)) s.vfio.mappings.unmap(d);
  },
  tells: (a) => inWords(a.value),
  outcome: removed,
  draw: { weight: 6 },
  overlap: {
    keepsAlive: true,
    /** Each mapping separately. */
    parts: (s, c) =>
      (refusal(s, c) === undefined ? outcomes(s, c)[0]! : []).map(
        ({ iova, container }) =>
          (now) => {
            const d = now.vfio.mappings.mappingFrom(
              now.vfio.files.containers[container - 1]!,
              iova,
            );
            if (d === undefined) return 0;
            const { pages } = d;
            now.vfio.mappings.unmap(d);
            return pages;
          },
      ),
    /** The mappings are removed one after the other. The pins of drivers in a mapping end before it. */
    halfway(s, c, a) {
      if (a.errno !== errno.OK) return;
      gone(s, c, a.value).forEach((d, i, all) => {
        if (i < all.length - 1) s.vfio.mappings.unmap(d);
        else s.vfio.mappings.tellDrivers(d);
      });
    },
  },
});

/** A success that removes nothing is a different outcome for a caller that asked to unmap pages. */
function removed(a: Answer): string {
  return a.value === 0 ? 'success, nothing removed' : 'success';
}
