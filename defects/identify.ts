import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import type { Defect } from './defect.ts';
import { defects } from './index.ts';

/** The kernel with the switches of these defects set to the reference. */
export function mend(switches: Switches, mended: readonly Defect[]): Switches {
  const changed: Record<string, string> = { ...switches };
  for (const defect of mended)
    for (const name of Object.keys(defect.switches)) changed[name] = reference[name as 'forkPasid'];
  return changed as unknown as Switches;
}

/** The switches of the reference with this defect. */
export function switchesWith({ given, switches }: Defect): Switches {
  return { ...reference, ...given, ...switches };
}

/** The reference with this defect. */
export function kernelWith(defect: Defect): SimulatedKernel {
  return new SimulatedKernel(`reference with ${defect.id}`, switchesWith(defect));
}

export function defectsById(ids: readonly string[]): readonly Defect[] {
  return defects.filter((defect) => ids.includes(defect.id));
}
