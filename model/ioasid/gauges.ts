import type { Gauge as AnyGauge } from '../gauge.ts';
import type { Observation } from '../observation.ts';
import type { State } from '../state.ts';
import type { World } from '../world.ts';
import { pasidsOf } from './bounds.ts';
import { driver, nobody } from './seen.ts';

type Gauge = AnyGauge<Observation, State>;

/** The gauges of the allocator: the owner of each PASID. */
export function ioasidGauges(world: World): readonly Gauge[] {
  return Array.from({ length: pasidsOf(world) }, (_, i) => ownerGauge(i + 1));
}

function ownerGauge(pasid: number): Gauge {
  return {
    group: 'PASIDs',
    name: `PASID ${pasid}`,
    title: `PASID ${pasid}`,
    idle: 'free',
    says: 'its owner in the allocator',
    kind: 'pasids',
    needs: 'pasids',
    read(o) {
      const owner = o.pasidOwner(pasid);
      if (owner === nobody) return 'free';
      return owner === driver ? 'a driver' : `mm${owner - 1}`;
    },
    expected(s) {
      const owners = s.ioasid.owners(pasid);
      if (owners.length > 0) return owners;
      // A PASID may be freed late, and an mm may have a PASID that no caller got.
      return s.ioasid.mayHaveOwner(pasid) ? undefined : ['free'];
    },
  };
}
