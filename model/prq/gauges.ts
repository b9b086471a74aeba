import type { Gauge as AnyGauge } from '../gauge.ts';
import type { Observation } from '../observation.ts';
import type { State } from '../state.ts';
import { svaOf } from '../sva/bounds.ts';
import type { World } from '../world.ts';
import { hasRequests, prqOf } from './bounds.ts';

type Gauge = AnyGauge<Observation, State>;

/** The gauges of page requests: the groups that each device waits for. */
export function prqGauges(world: World): readonly Gauge[] {
  if (!hasRequests(world)) return [];
  const groups = Array.from({ length: prqOf(world).prgs }, (_, i) => i);
  return Array.from({ length: svaOf(world).devices }, (_, d) => d).flatMap((d) =>
    groups.map((r) => groupGauge(d, r)),
  );
}

function groupGauge(device: number, group: number): Gauge {
  return {
    group: `d${device}`,
    name: `r${group}`,
    title: `d${device} r${group}`,
    idle: 'none',
    says: `the mm for which d${device} waits with its group r${group}, and how many of its requests are still queued`,
    kind: 'request groups',
    needs: 'requests',
    read(o) {
      const mm = o.groupMm(device, group);
      const queued = o.groupQueued(device, group);
      if (mm === 0) return queued === 0 ? 'none' : `${queued} queued`;
      return `mm${mm - 1}${queued === 0 ? '' : `, ${queued} queued`}`;
    },
    expected: () => undefined,
  };
}
