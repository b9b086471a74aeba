import { type Answer, errno } from '../../../model/answer.ts';
import type { Command } from '../../../model/command.ts';
import type { Process, State } from '../../../model/state.ts';
import type { Container, Group } from '../../../model/vfio/files.ts';
import type { Dma } from '../../../model/vfio/mappings.ts';
import { UNLIMITED, slots } from '../../../model/pages/state.ts';
import { hasVfio, type Backend, type GroupKind } from '../../../model/vfio/bounds.ts';
import { placeOf } from '../../../model/pages/words.ts';
import type { World } from '../../../model/world.ts';
import type { Goal } from '../../linux-law.ts';
import { answeredWith } from '../../goal.ts';

// ---- where it can happen at all

type Where = (world: World) => boolean;

const backend =
  (name: Backend): Where =>
  ({ vfio }) =>
    vfio?.backends.includes(name) ?? false;
const groups =
  (...kinds: readonly GroupKind[]): Where =>
  ({ vfio }) =>
    vfio?.groups.some((kind) => kinds.includes(kind)) ?? false;
const all =
  (...where: readonly Where[]): Where =>
  (world) =>
    where.every((holds) => holds(world));

const mdev = groups('mdev');
const iommu = groups('passthrough', 'pinning');
const driver = groups('mdev', 'pinning');
const pinning = all(driver, backend('type1v2'));
const replay = all(mdev, iommu);
const several: Where = (world) => hasVfio(world) && world.processes > 1;
const limited: Where = ({ pages }) => pages !== undefined && pages.limits.length > 0;
const twoDrivers: Where = ({ vfio }) =>
  (vfio?.groups.filter((kind) => kind !== 'passthrough').length ?? 0) > 1;
/** A container outlives the mm of a mapping in it, and a process has it then. */
const secondMm: Where = (world) => several(world) || (hasVfio(world) && !world.closeOnExec);

const when = (where: Where, goal: Goal): Goal => ({ ...goal, in: where });

/** Every command of VFIO with every outcome that it can have. */
export const vfioAnswerGoals: readonly Goal[] = [
  when(hasVfio, answeredWith('container', 'OK')),
  when(hasVfio, answeredWith('close-container', 'OK')),
  when(hasVfio, answeredWith('close-container', 'EBADF')),
  when(hasVfio, answeredWith('attach', 'OK')),
  when(hasVfio, answeredWith('attach', 'EBADF')),
  when(
    (world) => several(world) || (iommu(world) && world.vfio!.groups.length > 1),
    answeredWith('attach', 'EBUSY'),
  ),
  when(hasVfio, answeredWith('attach', 'EINVAL')),
  when(all(mdev, backend('tce')), answeredWith('attach', 'ENODEV')),
  when(replay, answeredWith('attach', 'EFAULT')),
  when(all(replay, limited), answeredWith('attach', 'ENOMEM')),
  when(all(replay, several), answeredWith('attach', 'ESRCH', 'EPERM')),
  when(hasVfio, answeredWith('detach', 'OK')),
  when(hasVfio, answeredWith('detach', 'EBADF')),
  when(several, answeredWith('detach', 'EINVAL')),
  when(all(driver, several), answeredWith('detach', 'EBUSY')),
  when(hasVfio, answeredWith('map', 'OK')),
  when(hasVfio, answeredWith('map', 'EBADF')),
  when(hasVfio, answeredWith('map', 'EINVAL')),
  when(hasVfio, answeredWith('map', 'EEXIST')),
  when(
    ({ vfio }) =>
      vfio !== undefined && vfio.dmaEntries < vfio.iovas && vfio.dmaEntries < vfio.mappings,
    answeredWith('map', 'ENOSPC'),
  ),
  when(iommu, answeredWith('map', 'EFAULT')),
  when(all(iommu, limited), answeredWith('map', 'ENOMEM')),
  when(hasVfio, answeredWith('unmap', 'OK')),
  when(hasVfio, answeredWith('unmap', 'EBADF')),
  when(hasVfio, answeredWith('unmap', 'EINVAL')),
  when(iommu, answeredWith('unmap-vaddr', 'OK')),
  when(hasVfio, answeredWith('unmap-vaddr', 'EBADF')),
  when(mdev, answeredWith('unmap-vaddr', 'EBUSY')),
  when(iommu, answeredWith('unmap-vaddr', 'EINVAL')),
  when(iommu, answeredWith('map-vaddr', 'OK')),
  when(hasVfio, answeredWith('map-vaddr', 'EBADF')),
  when(hasVfio, answeredWith('map-vaddr', 'EINVAL')),
  when(hasVfio, answeredWith('map-vaddr', 'ENOENT')),
  when(all(iommu, limited, secondMm), answeredWith('map-vaddr', 'ENOMEM')),
  when(hasVfio, answeredWith('dirty', 'OK')),
  when(hasVfio, answeredWith('dirty', 'EBADF')),
  when(hasVfio, answeredWith('dirty', 'EINVAL')),
  when(pinning, answeredWith('pin', 'OK')),
  when(driver, answeredWith('pin', 'EINVAL')),
  when(driver, answeredWith('pin', 'E2BIG')),
  when(all(groups('pinning'), backend('tce')), answeredWith('pin', 'ENOTTY')),
  when(all(driver, backend('type1')), answeredWith('pin', 'EACCES')),
  when(all(groups('pinning'), backend('type1v2')), answeredWith('pin', 'EBUSY')),
  when(pinning, answeredWith('pin', 'EPERM')),
  when(all(pinning, several), answeredWith('pin', 'ENODEV')),
  when(pinning, answeredWith('pin', 'EFAULT')),
  when(all(pinning, limited), answeredWith('pin', 'ENOMEM')),
  when(pinning, answeredWith('unpin', 'OK')),
  when(hasVfio, answeredWith('mlock', 'OK')),
  when(({ pages }) => pages?.limits.includes(0) ?? false, answeredWith('mlock', 'EPERM')),
  when(hasVfio, answeredWith('mlock', 'ENOMEM')),
  when(hasVfio, answeredWith('munlock', 'OK')),
  when(hasVfio, answeredWith('munlock', 'ENOMEM')),
  when(hasVfio, answeredWith('setrlimit', 'OK')),
  when(hasVfio, answeredWith('mmap-page', 'OK')),
  when(hasVfio, answeredWith('munmap-page', 'OK')),
  when(({ pages }) => pages?.capable ?? false, answeredWith('dropcap', 'OK')),
  when(hasVfio, answeredWith('contend', 'OK')),
];

// ---- what a situation is made of

const isOk = (a: Answer): boolean => a.errno === errno.OK;
const caller = (s: State, c: Command): Process => s.process(c['process'] as number)!;
const containerOf = (s: State, c: Command): Container =>
  s.vfio.files.container(c['container'] as number)!;
const groupOf = (s: State, c: Command): Group => s.vfio.files.groups[c['group'] as number]!;
const place = (c: Command, field: string): number => placeOf(c[field] as string);
const mappings = (s: State): readonly Dma[] => s.vfio.mappings.dmas.filter((d) => d.live !== 0);
const covers = (d: Dma, address: number): boolean =>
  d.address <= address && address < d.address + d.pages;
const isLast = (s: State, p: Process): boolean =>
  !s.processes.some((q) => q.live !== 0 && q.index !== p.index && q.mm === p.mm);
const isOnlyOneOfItsKind = (s: State, g: Group): boolean =>
  !s.vfio.files
    .groupsIn(s.vfio.files.containerOf(g)!)
    .some((h) => h !== g && s.vfio.files.isIommuGroup(h) === s.vfio.files.isIommuGroup(g));
const isMdev = (s: State, g: Group): boolean => s.vfio.files.kindOf(g) === 'mdev';

/** Pages of the mapping that begin to count if these are pinned. */
function uncounted(s: State, d: Dma, first: number, end: number): number {
  let n = 0;
  for (let i = first; i < end; i++)
    if (!s.vfio.mappings.isCounted(d, i) && s.pages.slotIn(d.mm, d.address + i) === slots.ordinary)
      n++;
  return n;
}

interface Charge {
  readonly mm: number;
  readonly pages: number;
  readonly limit: number;
  readonly isCapable: boolean;
}

const ofMapping = (s: State, d: Dma, pages: number): Charge => ({
  mm: d.mm,
  pages,
  limit: s.vfio.mappings.limitOfMapping(d),
  isCapable: d.capable !== 0,
});
const ofCaller = (s: State, p: Process, pages: number): Charge => ({
  mm: p.mm,
  pages,
  limit: s.pages.limitOf(p),
  isCapable: s.pages.isCapable(p),
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
  mlock(s, c) {
    const p = caller(s, c);
    const address = place(c, 'address');
    const isNew = s.pages.slot(p, address) === slots.ordinary && !s.pages.isMlocked(p, address);
    return ofCaller(s, p, isNew ? 1 : 0);
  },
};

/** How many pages are left below the limit when the command has charged its own; undefined if it charges none. */
function left(s: State, c: Command): number | undefined {
  const charge = charges[c.kind]!(s, c);
  if (charge === undefined || charge.pages === 0) return undefined;
  if (charge.isCapable || charge.limit === UNLIMITED) return undefined;
  return charge.limit - s.pages.expectedLocked(charge.mm) - charge.pages;
}

const limitGoals: readonly Goal[] = (
  [
    ['map', iommu],
    ['attach', replay],
    ['pin', pinning],
    ['mlock', hasVfio],
  ] as const
).flatMap(([on, where]): Goal[] => [
  {
    name: `${on} charges exactly up to the limit`,
    on,
    in: all(where, ({ pages }) => pages!.limits.some((limit) => limit > 0)),
    reached: (s, c, a) => isOk(a) && left(s, c) === 0,
  },
  {
    name: `${on} would be over the limit by one page`,
    on,
    in: all(where, limited),
    reached: (s, c, a) => a.errno === errno.ENOMEM && left(s, c) === -1,
  },
]);

/** Situations that test both sides of the equations of locked and pinned pages. */
export const vfioSituationGoals: readonly Goal[] = [
  ...limitGoals,
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
    name: 'setrlimit below the number of locked pages',
    on: 'setrlimit',
    in: limited,
    reached: (s, c) =>
      c['limit'] !== 'unlimited' && Number(c['limit']) < s.pages.expectedLocked(caller(s, c).mm),
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

/** Pages that the command pins, with their mappings. */
function pinned(s: State, c: Command): readonly (readonly [Dma, number])[] {
  const of = s.vfio.files.containerOf(groupOf(s, c))!;
  const iova = place(c, 'iova');
  return Array.from({ length: Number(c['pages']) }, (_, i) => iova + i).flatMap((at) => {
    const d = s.vfio.mappings.mappingAt(of, at);
    return d === undefined ? [] : [[d, at - d.iova] as const];
  });
}

/** Mappings that begin in the range. */
function unmapped(s: State, c: Command): readonly Dma[] {
  const from = place(c, 'iova');
  return s.vfio.mappings
    .mappingsOf(containerOf(s, c))
    .filter((d) => from <= d.iova && d.iova < from + Number(c['pages']));
}
