import { driver, entryStates, nobody, type Observation } from './observation.ts';
import type { World } from './world.ts';

/** One place that a reader watches while the commands go by: a table entry, the owner of a PASID. */
export interface Gauge {
  /** What it belongs to: `d0`, or `PASIDs`. Gauges of one group stand together. */
  readonly group: string;
  /** Within the group: `entry 1`. */
  readonly name: string;
  /** On its own: `d0 entry 1`. */
  readonly title: string;
  /** What it shows while there is nothing. */
  readonly idle: string;
  /** What it means, for a legend: “d0 entry 1: what the IOMMU’s table ...”. */
  readonly says: string;
  /** What an implementation must let us see; gauges that need the same mean the same. */
  readonly needs: 'entries' | 'caches' | 'pasids';
  readonly read: (o: Observation) => string;
}

/** All of a world: for every device its table entries and what is cached under them, then the PASIDs. */
export function gaugesOf(world: World): readonly Gauge[] {
  const pasids = upTo(world.pasids).map((n) => n + 1);
  const devices = upTo(world.devices);
  return [
    ...devices.flatMap((d) => pasids.map((n) => entryGauge(d, n))),
    ...devices.flatMap((d) => pasids.map((n) => cacheGauge(d, n))),
    ...pasids.map(ownerGauge),
  ];
}

function entryGauge(device: number, pasid: number): Gauge {
  return {
    group: `d${device}`,
    name: `entry ${pasid}`,
    title: `d${device} entry ${pasid}`,
    idle: 'absent',
    says: `the IOMMU’s table of d${device} at PASID ${pasid}: whose memory DMA reaches; quiet: it is aborted`,
    needs: 'entries',
    read(o) {
      const state = entryStates[o.entry(device, pasid)];
      if (state === 'absent') return state;
      const mm = `mm${o.entryMm(device, pasid) - 1}`;
      return state === 'present' ? mm : `${mm}, ${state}`;
    },
  };
}

function cacheGauge(device: number, pasid: number): Gauge {
  return {
    group: `d${device}`,
    name: `cache ${pasid}`,
    title: `d${device} cache ${pasid}`,
    idle: 'empty',
    says: `whose translations d${device} or the IOMMU has cached under PASID ${pasid}`,
    needs: 'caches',
    read(o) {
      const mm = o.cachedMm(device, pasid);
      return mm === 0 ? 'empty' : `mm${mm - 1}`;
    },
  };
}

function ownerGauge(pasid: number): Gauge {
  return {
    group: 'PASIDs',
    name: `PASID ${pasid}`,
    title: `PASID ${pasid}`,
    idle: 'free',
    says: 'its owner in the allocator',
    needs: 'pasids',
    read(o) {
      const owner = o.pasidOwner(pasid);
      if (owner === nobody) return 'free';
      return owner === driver ? 'a driver' : `mm${owner - 1}`;
    },
  };
}

function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
