import type { Gauge as AnyGauge } from '../gauge.ts';
import type { Observation } from '../observation.ts';
import type { State } from '../state.ts';
import { slots, UNLIMITED } from '../pages/state.ts';
import type { World } from '../world.ts';

type Gauge = AnyGauge<Observation, State>;

/**
 * The gauges of VFIO: whose memory is at each IOVA of a container and for whom, the pins in each driver’s own record,
 * and the charge of each mm.
 *
 * @param containers - the names of the containers that the trace creates
 * @param mms - the largest number of mms
 */
export function vfioGauges(
  { vfio }: World,
  containers: readonly number[],
  mms: number,
): readonly Gauge[] {
  if (vfio === undefined) return [];
  const iovas = Array.from({ length: vfio.iovas }, (_, i) => i);
  const pinners = vfio.groups.flatMap((kind, g) => (kind === 'passthrough' ? [] : [g]));
  return [
    ...containers.flatMap((c) => iovas.map((iova) => iovaGauge(c, iova))),
    ...pinners.flatMap((g) => iovas.map((iova) => recordGauge(g, iova))),
    pinsGauge,
    ...Array.from({ length: mms }, (_, i) => lockedGauge(i + 1)),
  ];
}

function iovaGauge(container: number, iova: number): Gauge {
  return {
    group: `c${container}`,
    name: `i${iova}`,
    title: `c${container} i${iova}`,
    idle: 'empty',
    says: `the mm of the page at i${iova} of c${container}, for the IOMMU or a driver; old: another page is at its address now; reserved pages: not shown`,
    kind: 'iovas',
    needs: 'pins',
    read(o, s) {
      const mapped = o.mappedPage(container, iova);
      const given = o.externalPage(container, iova);
      const d = mappingIn(s, container, iova);
      const now = d && s.runs(d.mm) ? o.pageAt(d.mm, d.address + iova - d.iova) : 0;
      const isOld = (mm: number, page: number): boolean =>
        d !== undefined && mm === d.mm && s.runs(mm) && page !== now;
      return iovaText(
        sideOf(o.mappedMm(container, iova), mapped, isOld),
        sideOf(o.externalMm(container, iova), given, isOld),
        mapped === given,
        mapped !== 0 && o.mapsUnpinned(container, iova),
      );
    },
    expected(s) {
      const d = mappingIn(s, container, iova);
      if (d === undefined) return ['empty'];
      const { mappings } = s.vfio;
      const page = iova - d.iova;
      const { iommu, driver } = mappings.pinned(d, page);
      const isOld = (mm: number, isThere: boolean): boolean =>
        mm === d.mm && s.runs(mm) && !isThere;
      const byIommu = iommu === slots.ordinary ? mappings.iommuMm(d, page) : 0;
      const byDriver = driver === slots.ordinary ? mappings.driverMm(d, page) : 0;
      return [
        iovaText(
          { mm: byIommu, isOld: isOld(byIommu, mappings.isIommuPageThere(d, page)) },
          { mm: byDriver, isOld: isOld(byDriver, mappings.isDriverPageThere(d, page)) },
          mappings.isSharedPage(d, page),
          false,
        ),
      ];
    },
  };
}

/** The page of one side. `mm`: 0 if it has none. `isOld`: another page has come to the address of the mapping since. */
interface Side {
  readonly mm: number;
  readonly isOld: boolean;
}

function sideOf(mm: number, page: number, isOld: (mm: number, page: number) => boolean): Side {
  return { mm, isOld: isOld(mm, page) };
}

function mappingIn({ vfio: { files, mappings } }: State, container: number, iova: number) {
  const c = files.container(container);
  return c && mappings.mappingAt(c, iova);
}

/** `mm0: IOMMU, driver`; `mm1: IOMMU; mm0: driver`; `mm0: IOMMU (old page); mm0: driver` */
function iovaText(iommu: Side, driver: Side, isShared: boolean, isUnpinned: boolean): string {
  const mapped = `mm${iommu.mm - 1}: ${isUnpinned ? 'IOMMU, not pinned' : 'IOMMU'}`;
  const given = `mm${driver.mm - 1}: driver`;
  if (iommu.mm === 0) return driver.mm === 0 ? 'empty' : `${given}${ageText(driver)}`;
  if (driver.mm === 0) return `${mapped}${ageText(iommu)}`;
  if (isShared) return `${mapped}, driver${ageText(iommu)}`;
  const isThird = iommu.isOld && driver.isOld;
  return `${mapped}${ageText(iommu)}; ${given}${isThird ? ' (another old page)' : ageText(driver)}`;
}

function ageText({ isOld }: Side): string {
  return isOld ? ' (old page)' : '';
}

const pinsGauge: Gauge = {
  group: 'memory',
  name: 'pin count',
  title: 'pin count',
  idle: '0',
  says: 'references that all pins hold on pages of memory',
  kind: 'pins',
  isTotal: true,
  needs: 'pins',
  read: (o) => String(o.pinReferences()),
  expected({ vfio: { mappings } }) {
    const [least, most] = mappings.expectedPinReferences();
    return Array.from({ length: most - least + 1 }, (_, i) => String(least + i));
  },
};

function recordGauge(group: number, iova: number): Gauge {
  return {
    group: `g${group}`,
    name: `i${iova}`,
    title: `g${group} i${iova}`,
    idle: 'unpinned',
    says: `what the driver of g${group} has pinned at i${iova}, by its own record`,
    kind: 'driver-pins',
    isOwnRecord: true,
    needs: 'driver-pins',
    read: (o) => pinText(o.driverPins(group, iova)),
    expected: ({ vfio: { files, mappings } }) => [
      pinText(mappings.pinsOf(files.groups[group]!, iova)),
    ],
  };
}

function pinText(pins: number): string {
  if (pins === 0) return 'unpinned';
  return pins === 1 ? 'pinned' : `pinned x${pins}`;
}

function lockedGauge(mm: number): Gauge {
  return {
    group: 'locked',
    name: `mm${mm - 1}`,
    title: `mm${mm - 1} locked`,
    idle: '0',
    says: `mm->locked_vm of mm${mm - 1}, of RLIMIT_MEMLOCK, in pages; in brackets: queued, not yet charged`,
    kind: 'locked-vm',
    needs: 'locked-vm',
    read: (o, s) => lockedText(s, mm, o.lockedVm(mm) ?? 0, o.pendingCharge(mm)),
    expected(s, o) {
      if (!s.runs(mm)) return undefined;
      const pending = o.pendingCharge(mm);
      return [lockedText(s, mm, s.pages.expectedLocked(mm) - pending, pending)];
    },
  };
}

/** `1 of 2`, `1 (+1) of 2`; `1` if there is no limit. */
function lockedText(s: State, mm: number, pages: number, pending: number): string {
  const queued = pending === 0 ? '' : ` (${pending > 0 ? '+' : ''}${pending})`;
  const p = s.firstIn(mm);
  const isFree = p === undefined || s.pages.isCapable(p);
  const limit = isFree ? UNLIMITED : s.pages.limitOf(p);
  return `${pages}${queued}${limit === UNLIMITED ? '' : ` of ${limit}`}`;
}
