import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import type { Defect } from './defect.ts';
import { defects } from './index.ts';

/** A kernel with the switches of these defects at their reference. */
export function mend(switches: Switches, mended: readonly Defect[]): Switches {
  const changed: Record<string, string> = { ...switches };
  for (const defect of mended)
    for (const name of Object.keys(defect.switches)) changed[name] = reference[name as 'forkPasid'];
  return changed as unknown as Switches;
}

/** Those of the reference with this defect. */
export function switchesWith({ given, switches }: Defect): Switches {
  return { ...reference, ...given, ...switches };
}

/** The reference with this defect. */
export function kernelWith(defect: Defect): SimulatedKernel {
  return new SimulatedKernel(`reference with ${defect.id}`, switchesWith(defect));
}

/**
 * Which catalogued defects a violation on this kernel is due to: those that the kernel has (what else was given may be
 * mended there, or be another way) and without
 * which the violation is gone; those that claim the law come first and, if any do, alone. Where no
 * single one suffices, because two of them lead to the same, a smallest set that does.
 *
 * @param isBrokenOn - whether the violation shows on a kernel
 */
export function identify(
  switches: Switches,
  law: string,
  isBrokenOn: (kernel: SimulatedKernel) => boolean,
): readonly Defect[] {
  const present = defects.filter((defect) =>
    Object.entries(defect.switches).every(
      ([name, value]) => switches[name as keyof Switches] === value,
    ),
  );
  const isGoneWithout = (mended: readonly Defect[]): boolean =>
    !isBrokenOn(new SimulatedKernel('mended', mend(switches, mended)));
  const causes = present.filter((defect) => isGoneWithout([defect]));
  if (causes.length === 0) return isGoneWithout(present) ? smallest(present, isGoneWithout) : [];
  const claiming = causes.filter((defect) => defect.law === law);
  return claiming.length > 0 ? claiming : causes;
}

/** Leaves out what is not needed, one after the other. */
function smallest(
  set: readonly Defect[],
  suffices: (subset: readonly Defect[]) => boolean,
): readonly Defect[] {
  return set.reduce<readonly Defect[]>((kept, defect) => {
    const without = kept.filter((other) => other !== defect);
    return suffices(without) ? without : kept;
  }, set);
}

export function defectsById(ids: readonly string[]): readonly Defect[] {
  return defects.filter((defect) => ids.includes(defect.id));
}
