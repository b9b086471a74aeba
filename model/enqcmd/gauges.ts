import type { Made } from '../domain.ts';
import type { Gauge as AnyGauge } from '../gauge.ts';
import type { Observation } from '../observation.ts';
import type { State } from '../state.ts';
import type { World } from '../world.ts';
import { hasPortals } from './bounds.ts';

type Gauge = AnyGauge<Observation, State>;

/** The gauges of ENQCMD: the PASID register of each process. */
export function enqcmdGauges(world: World, made: Made): readonly Gauge[] {
  if (!hasPortals(world)) return [];
  return [...new Set([0, ...made.names('process')])].map(registerGauge);
}

function registerGauge(process: number): Gauge {
  return {
    group: `p${process}`,
    name: 'register',
    title: `p${process} register`,
    idle: 'not valid',
    says: `the PASID with which p${process} submits work by ENQCMD (IA32_PASID)`,
    kind: 'registers',
    needs: 'registers',
    read(o) {
      const pasid = o.register(process);
      return pasid === 0 ? 'not valid' : `PASID ${pasid}`;
    },
    expected: () => undefined,
  };
}
