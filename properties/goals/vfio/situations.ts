import type { Command } from '../../../model/command.ts';
import type { State } from '../../../model/state.ts';
import { hasVfio } from '../../../model/vfio/bounds.ts';
import type { DmaRow } from '../../../model/vfio/mappings.ts';
import type { Goal } from '../../linux-law.ts';
import { limitGoals } from '../pages/limits.ts';
import { roomLeft } from './charges.ts';
import {
  caller,
  containerOf,
  covers,
  groupOf,
  isLast,
  isMdev,
  isOk,
  isOnlyOneOfItsKind,
  mappings,
  place,
} from './parts.ts';
import { all, backend, iommu, pinning, replay, secondMm, several, twoDrivers } from './where.ts';

/** Situations that test both sides of the equations of locked and pinned pages. */
export const vfioSituationGoals: readonly Goal[] = [
  ...limitGoals('map', iommu, roomLeft),
  ...limitGoals('attach', replay, roomLeft),
  ...limitGoals('pin', pinning, roomLeft),
  {
    name: 'a driver pins a page that the IOMMU has pinned',
    on: 'pin',
    in: all(iommu, pinning),
    reached: (s, c, a) =>
      isOk(a) &&
      pinned(s, c).some(
        ([d, i]) => s.vfio.mappings.isIommuMapped(d, i) && !s.vfio.mappings.isDriverPinned(d, i),
      ),
  },
  {
    name: 'a driver pins a page twice',
    on: 'pin',
    in: pinning,
    reached: (s, c, a) => isOk(a) && s.vfio.mappings.pinsOf(groupOf(s, c), place(c, 'iova')) > 0,
  },
  {
    name: 'two drivers pin a page',
    on: 'pin',
    in: all(twoDrivers, pinning),
    reached: (s, c, a) =>
      isOk(a) &&
      pinned(s, c).some(([d, i]) => s.vfio.mappings.isPinnedByOthers(groupOf(s, c), d, i)),
  },
  {
    name: 'the first device behind the IOMMU is attached while a driver has pins',
    on: 'attach',
    in: all(replay, backend('type1v2')),
    reached: (s, c, a) =>
      isOk(a) &&
      s.vfio.files.isIommuGroup(groupOf(s, c)) &&
      !s.vfio.files.hasIommu(containerOf(s, c)) &&
      s.vfio.mappings.mappingsOf(containerOf(s, c)).some((d) => s.vfio.mappings.hasDriverPins(d)),
  },
  {
    name: 'the last device behind the IOMMU is detached while another driver has pins',
    on: 'detach',
    in: all(replay, backend('type1v2')),
    reached: (s, c, a) => {
      const g = groupOf(s, c);
      if (!isOk(a) || !s.vfio.files.isIommuGroup(g) || !isOnlyOneOfItsKind(s, g)) return false;
      return s.vfio.mappings
        .mappingsOf(s.vfio.files.containerOf(g)!)
        .some((d) =>
          Array.from({ length: d.pages }).some((_, i) => s.vfio.mappings.isPinnedByOthers(g, d, i)),
        );
    },
  },
  {
    name: 'the last mediated device is detached while a device behind the IOMMU stays',
    on: 'detach',
    in: replay,
    reached: (s, c, a) => {
      const g = groupOf(s, c);
      if (!isOk(a) || !isMdev(s, g)) return false;
      return isOnlyOneOfItsKind(s, g) && s.vfio.files.hasIommu(s.vfio.files.containerOf(g)!);
    },
  },
  {
    name: 'unmap while a driver has pins',
    on: 'unmap',
    in: pinning,
    reached: (s, c, a) => isOk(a) && unmapped(s, c).some((d) => s.vfio.mappings.hasDriverPins(d)),
  },
  {
    name: 'unmap by another process than the one that mapped',
    on: 'unmap',
    in: several,
    reached: (s, c, a) => isOk(a) && unmapped(s, c).some((d) => d.by !== caller(s, c).index + 1),
  },
  {
    name: 'a page is mapped at two IOVAs',
    on: 'map',
    in: hasVfio,
    reached: (s, c, a) =>
      isOk(a) &&
      mappings(s).some((d) => d.mm === caller(s, c).mm && covers(d, place(c, 'address'))),
  },
  {
    name: 'another page replaces a mapped page',
    on: 'mmap-page',
    in: hasVfio,
    reached: (s, c) =>
      mappings(s).some((d) => d.mm === caller(s, c).mm && covers(d, place(c, 'address'))),
  },
  {
    name: 'exit of the owner of a mapping while another process has the container',
    on: 'exit',
    in: several,
    reached: (s, c) => {
      const p = caller(s, c);
      return (
        isLast(s, p) &&
        mappings(s).some(
          (d) =>
            d.mm === p.mm &&
            s.processes.some(
              (q) =>
                q.live !== 0 &&
                q.index !== p.index &&
                s.vfio.files.holdsContainer(q, s.vfio.files.containers[d.container - 1]!),
            ),
        )
      );
    },
  },
  {
    name: 'exec of the owner of a mapping, which keeps the container open',
    on: 'exec',
    in: (world) => hasVfio(world) && !world.closeOnExec,
    reached: (s, c) =>
      !s.world.closeOnExec &&
      mappings(s).some(
        (d) =>
          d.mm === caller(s, c).mm &&
          s.vfio.files.holdsContainer(caller(s, c), s.vfio.files.containers[d.container - 1]!),
      ),
  },
  {
    name: 'mlock of a pinned page',
    on: 'mlock',
    in: hasVfio,
    reached: (s, c, a) =>
      isOk(a) &&
      mappings(s).some(
        (d) =>
          d.mm === caller(s, c).mm &&
          covers(d, place(c, 'address')) &&
          s.vfio.mappings.isCounted(d, place(c, 'address') - d.address),
      ),
  },
  {
    name: 'a mapping that counts is handed over to another mm',
    on: 'map-vaddr',
    in: all(iommu, secondMm),
    reached: (s, c, a) => {
      const d = s.vfio.mappings.mappingFrom(containerOf(s, c), place(c, 'iova'));
      return (
        isOk(a) &&
        d !== undefined &&
        d.mm !== caller(s, c).mm &&
        s.vfio.mappings.countedPages(d) > 0
      );
    },
  },
];

/** The pages that the command pins, with their mappings. */
function pinned(s: State, c: Command): readonly (readonly [DmaRow, number])[] {
  const of = s.vfio.files.containerOf(groupOf(s, c))!;
  const iova = place(c, 'iova');
  return Array.from({ length: Number(c['pages']) }, (_, i) => iova + i).flatMap((at) => {
    const d = s.vfio.mappings.mappingAt(of, at);
    return d === undefined ? [] : [[d, at - d.iova] as const];
  });
}

/** The mappings that begin in the range. */
function unmapped(s: State, c: Command): readonly DmaRow[] {
  const from = place(c, 'iova');
  return s.vfio.mappings
    .mappingsOf(containerOf(s, c))
    .filter((d) => from <= d.iova && d.iova < from + Number(c['pages']));
}
