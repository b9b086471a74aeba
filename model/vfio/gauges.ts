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
    says: `the mm of the page at i${iova} of c${container}, for the IOMMU or a driver; reserved pages: not shown`,
    kind: 'iovas',
    needs: 'pins',
    read(o) {
      const mapped = o.mappedMm(container, iova);
      const isUnpinned = mapped !== 0 && o.mapsUnpinned(container, iova);
      return iovaText(mapped, o.externalMm(container, iova), isUnpinned);
    },
    expected({ vfio: { files, mappings } }) {
      const c = files.container(container);
      const d = c && mappings.mappingAt(c, iova);
      if (d === undefined) return ['empty'];
      const page = iova - d.iova;
      const { iommu, driver } = mappings.pinned(d, page);
      return [
        iovaText(
          iommu === slots.ordinary ? mappings.iommuMm(d, page) : 0,
          driver === slots.ordinary ? mappings.driverMm(d, page) : 0,
          false,
        ),
      ];
    },
  };
}

/** `mm0: IOMMU, driver`; `mm1: IOMMU; mm0: driver` */
function iovaText(mapped: number, given: number, isUnpinned: boolean): string {
  const iommu = isUnpinned ? 'IOMMU, not pinned' : 'IOMMU';
  if (mapped === 0) return given === 0 ? 'empty' : `mm${given - 1}: driver`;
  if (given === 0) return `mm${mapped - 1}: ${iommu}`;
  if (given === mapped) return `mm${mapped - 1}: ${iommu}, driver`;
  return `mm${mapped - 1}: ${iommu}; mm${given - 1}: driver`;
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
