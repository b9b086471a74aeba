import { prqOf } from '../../../../model/prq/bounds.ts';
import type { Leftover } from '../../../../model/process/seen.ts';
import type { StateLine } from '../../../../model/state-line.ts';
import type { Kernel } from '../../kernel.ts';
import { prgState } from './device.ts';

/** `d0 entry 1: mm0, present`, and what is in the ring. */
export function describeIntel(k: Kernel): StateLine[] {
  const { groups, ring, status } = k.intel;
  return [
    ...present(k).map(({ device, pasid, mm }) => ({
      what: `d${device} entry ${pasid}`,
      is: `${mm}, present`,
    })),
    ...(ring.live > 0 ? [{ what: 'ring', is: `${ring.live} page requests` }] : []),
    ...(status.overflow === 0 ? [] : [{ what: 'ring', is: 'has overflowed' }]),
    ...(groups.live > 0 ? [{ what: 'fault queue', is: `${groups.live} groups` }] : []),
  ];
}

/** Entries, and groups that still wait for their answer. */
export function intelLeft(k: Kernel): Leftover[] {
  return [
    ...present(k).map(({ device, pasid, mm }) => ({
      kind: 'PASID entry',
      says: `PASID table entry ${pasid} of d${device} (${mm})`,
    })),
    ...waiting(k),
  ];
}

function waiting(k: Kernel): Leftover[] {
  const { prgs } = prqOf(k.world);
  return k.intel.device.prgs
    .filter(({ state }) => state >= prgState.complete)
    .map(({ index, asked }) => ({
      kind: 'request group',
      says: `group r${index % prgs} of d${Math.floor(index / prgs)}, for mm${asked - 1}, without an answer`,
    }));
}

function present({ intel }: Kernel) {
  return intel.table.entries
    .filter((e) => e.present !== 0)
    .map(({ index, pgd }) => ({
      device: Math.floor(index / (intel.pasids + 1)),
      pasid: index % (intel.pasids + 1),
      mm: `mm${pgd - 1}`,
    }));
}
