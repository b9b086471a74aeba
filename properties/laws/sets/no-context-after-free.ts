import { driver, nobody } from '../../../model/ioasid/seen.ts';
import { pasidsOf } from '../../../model/ioasid/bounds.ts';
import { hasSets } from '../../../model/sets/bounds.ts';
import type { State } from '../../../model/state.ts';
import type { Law } from '../../linux-law.ts';

export const noContextAfterFree: Law = {
  name: 'no-context-after-free',
  title: 'No assigned device keeps an entry for a PASID that was freed or unbound',
  because:
    'the guest that gets the PASID next would reach the memory of the one that had it before, through a device that both share',
  closeness: 'contradiction',
  needs: ['endpoints', 'pasids'],
  in: hasSets,
  after({ state, seen }, report) {
    const pasids = pasidsOf(state.world);
    for (let e = 0; e < state.sets.endpoints.length; e++)
      for (let n = 1; n <= pasids; n++) {
        const mm = seen.endpointMm(e, n);
        if (mm === 0) continue;
        const owner = seen.pasidOwner(n);
        const what = `e${e} has an entry for PASID ${n} that leads to the guest of mm${mm - 1}`;
        if (owner !== mm)
          report('an entry outlives its PASID', `${what}, but ${n} ${ownerText(owner)}.`);
        else if (isOfNewLife(state, e, n))
          report('an entry of an earlier life', `${what}, but who has ${n} now has not bound it.`);
      }
  },
};

/** Whether somebody holds the PASID who has not bound it to the device. */
function isOfNewLife({ sets }: State, endpoint: number, pasid: number): boolean {
  return sets.holds(pasid) && sets.bind(endpoint, pasid) === undefined;
}

function ownerText(owner: number): string {
  if (owner === nobody) return 'is free in the allocator';
  return owner === driver ? 'belongs to a driver' : `belongs to mm${owner - 1}`;
}
