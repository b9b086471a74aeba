import type { Gauge as AnyGauge } from '../gauge.ts';
import { counted } from '../bounds.ts';
import type { Observation } from '../observation.ts';
import type { State } from '../state.ts';
import { svaOf } from '../sva/bounds.ts';
import type { World } from '../world.ts';
import { isBound } from './bound.ts';
import { hasRequests, prqOf } from './bounds.ts';

type Gauge = AnyGauge<Observation, State>;

/** The gauges of page requests, on their way from the device to their answer. */
export function prqGauges(world: World): readonly Gauge[] {
  if (!hasRequests(world)) return [];
  const devices = Array.from({ length: svaOf(world).devices }, (_, d) => d);
  const groups = Array.from({ length: prqOf(world).prgs }, (_, i) => i);
  return [
    ...devices.flatMap((d) => groups.map((r) => groupGauge(d, r))),
    ...devices.map((d) => linkGauge(d)),
    ringGauge,
    kernelGauge,
    faultGauge,
  ];
}

function groupGauge(device: number, group: number): Gauge {
  return {
    group: `d${device}`,
    name: `r${group}`,
    title: `d${device} r${group}`,
    idle: 'none',
    says: `the mm for which d${device} waits with its group r${group}; begun: the last request is not sent`,
    kind: 'request groups',
    needs: 'requests',
    read(o) {
      const mm = o.groupMm(device, group);
      if (mm !== 0) return `mm${mm - 1}`;
      return o.groupQueued(device, group) === 0 ? 'none' : 'begun';
    },
    /** Once its mm is unbound, nothing is left of a group. */
    expected(s) {
      const { mm } = s.prq.group(device, group);
      return mm === 0 || isBound(s, device, mm) ? undefined : ['none'];
    },
  };
}

function linkGauge(device: number): Gauge {
  return {
    group: `d${device}`,
    name: 'link',
    title: `d${device} link`,
    idle: 'idle',
    says: `what is under way between d${device} and the IOMMU: requests (up), answers (down)`,
    kind: 'links',
    needs: 'requests',
    read(o) {
      const [up, down] = o.onLink(device);
      const parts = [...(up === 0 ? [] : [`${up} up`]), ...(down === 0 ? [] : [`${down} down`])];
      return parts.length === 0 ? 'idle' : parts.join(', ');
    },
    expected: () => undefined,
  };
}

const ringGauge: Gauge = {
  group: 'ring',
  name: 'ring',
  title: 'ring',
  idle: 'empty',
  says: 'page requests in the ring of the IOMMU; overflow: it answers further ones by itself',
  kind: 'ring',
  needs: 'requests',
  read(o) {
    const held = o.inRing() === 0 ? 'empty' : counted(o.inRing(), 'request');
    return o.hasOverflowed() ? `${held}, overflow` : held;
  },
  /** Nothing is there for a device that nobody has bound. */
  expected: (s) => (s.sva.handles.some((h) => h.live !== 0) ? undefined : ['empty']),
};

const kernelGauge: Gauge = {
  group: 'PRQ thread',
  name: 'taken',
  title: 'taken',
  idle: 'none',
  says: 'page requests that the PRQ thread has taken from the ring, and that are not served',
  kind: 'taken',
  isOwnRecord: true,
  needs: 'requests',
  read: (o) => (o.inKernel() === 0 ? 'none' : counted(o.inKernel(), 'request')),
  expected: (s) => (s.sva.handles.some((h) => h.live !== 0) ? undefined : ['none']),
};

const faultGauge: Gauge = {
  group: 'ring',
  name: 'faults',
  title: 'faults',
  idle: 'none',
  says: 'page requests that the IOMMU has refused and reported as faults',
  kind: 'faults',
  needs: 'requests',
  read: (o) => (o.faultsReported() === 0 ? 'none' : `${o.faultsReported()} reported`),
  expected: () => undefined,
};
