import type { Gauge as AnyGauge } from '../gauge.ts';
import type { Observation } from '../observation.ts';
import { entryStates } from './seen.ts';
import type { Handle } from './state.ts';
import type { State } from '../state.ts';
import type { World } from '../world.ts';
import { areBoundTogether, hasIdxd, svaOf } from './bounds.ts';
import { pasidsOf } from '../ioasid/bounds.ts';

type Gauge = AnyGauge<Observation, State>;

/** The gauges of SVA: table entries, and the translations that are cached under them. */
export function svaGauges(world: World): readonly Gauge[] {
  const pasids = upTo(pasidsOf(world)).map((n) => n + 1);
  const devices = upTo(svaOf(world).devices);
  return [
    ...devices.flatMap((d) => pasids.map((n) => entryGauge(d, n))),
    ...devices.flatMap((d) => pasids.map((n) => cacheGauge(d, n))),
  ];
}

function entryGauge(device: number, pasid: number): Gauge {
  return {
    group: `d${device}`,
    name: `entry ${pasid}`,
    title: `d${device} entry ${pasid}`,
    idle: 'absent',
    says: `the IOMMU’s table of d${device} at PASID ${pasid}: the mm that DMA reaches; quiet: DMA is aborted`,
    kind: 'entries',
    needs: 'entries',
    read(o) {
      const state = entryStates[o.entry(device, pasid)];
      if (state === 'absent') return state;
      const mm = `mm${o.entryMm(device, pasid) - 1}`;
      return state === 'present' ? mm : `${mm}, ${state}`;
    },
    expected(s, o, shows) {
      const bound = boundMms(s, device, pasid);
      if (bound.length === 0) return ['absent'];
      return bound.flatMap((mm) => {
        if (s.runs(mm)) return [`mm${mm - 1}`];
        // A kernel may keep the address space for its bond; then DMA may reach it.
        const isKept = !shows.has('mms') || o.mmInUse(mm);
        // An entry of VT-d that only ignores faults names nobody.
        const quiet = hasIdxd(s.world) ? 'absent' : `mm${mm - 1}, quiet`;
        return [quiet, ...(isKept ? [`mm${mm - 1}`] : [])];
      });
    },
  };
}

function cacheGauge(device: number, pasid: number): Gauge {
  return {
    group: `d${device}`,
    name: `cache ${pasid}`,
    title: `d${device} cache ${pasid}`,
    idle: 'empty',
    says: `the mm whose translations d${device} or the IOMMU has cached under PASID ${pasid}`,
    kind: 'caches',
    needs: 'caches',
    read(o) {
      const mm = o.cachedMm(device, pasid);
      return mm === 0 ? 'empty' : `mm${mm - 1}`;
    },
    expected: (s, o, shows) => [
      'empty',
      ...boundMms(s, device, pasid)
        .filter((mm) => s.runs(mm) || !shows.has('mms') || o.mmInUse(mm))
        .map((mm) => `mm${mm - 1}`),
    ],
  };
}

/** The mms that are bound to the device under this PASID; if devices share an IOMMU group, to any of them. */
function boundMms(s: State, device: number, pasid: number): number[] {
  const mms = s.sva.handles
    .filter((h) => holds(h, pasid) && areBoundTogether(s.world, device, h.device))
    .map((h) => h.mm);
  return [...new Set(mms)];
}

function holds(h: Handle, pasid: number): boolean {
  return h.live !== 0 && h.pasid === pasid;
}

function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
