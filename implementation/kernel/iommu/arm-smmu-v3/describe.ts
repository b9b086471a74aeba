import type { StateLine } from '../../../../model/state-line.ts';
import type { Leftover } from '../../../../model/process/seen.ts';
import { entryStates } from '../../../../model/sva/seen.ts';
import type { Kernel } from '../../kernel.ts';
import { stateOf } from './observe.ts';

/** `d0 entry 1: mm0, quiet` */
export function describeEntries(k: Kernel): StateLine[] {
  return written(k).map(({ device, pasid, mm, state }) => ({
    what: `d${device} entry ${pasid}`,
    is: `${mm}, ${state}`,
  }));
}

export function entriesLeft(k: Kernel): Leftover[] {
  return [...defaultDomains(k), ...ofPasids(k)];
}

/** A present device whose own DMA, without a PASID, is aborted. */
function defaultDomains({ smmu }: Kernel): Leftover[] {
  const isQuiet = (d: number) => smmu.contexts.rows[d * smmu.ssids]!.epd0 !== 0;
  return smmu.masters.rows
    .filter(({ live, device, svaEnabled }) => live !== 0 && svaEnabled !== 0 && isQuiet(device))
    .map(({ device }) => ({
      kind: 'context descriptor',
      says: `quiet context descriptor of d${device} for DMA without a PASID`,
    }));
}

function ofPasids(k: Kernel): Leftover[] {
  return written(k).map(({ device, pasid, mm, state }) => ({
    kind: 'context descriptor',
    says: `context descriptor of d${device} at PASID ${pasid} (${mm}, ${state})`,
  }));
}

/** Entries that are not absent. */
function written(k: Kernel) {
  const { contexts, ssids } = k.smmu;
  return contexts.rows
    .filter(({ valid }) => valid !== 0)
    .map((entry) => ({
      device: Math.floor(entry.index / ssids),
      pasid: entry.index % ssids,
      mm: `mm${entry.ttb - 1}`,
      state: entryStates[stateOf(entry)],
    }));
}
