import { subsystems } from '../../implementation/kernel/kernel.ts';
import type { AnySubsystem } from '../../implementation/kernel/subsystem.ts';
import type { SwitchName } from '../../implementation/kernel/switches.ts';
import type { Version } from '../../implementation/versions/index.ts';
import { checkFits, fits } from '../../model/feature.ts';
import { InputError } from '../../model/input-error.ts';
import type { World } from '../../model/world.ts';
import { findWorld, worlds } from '../../model/worlds.ts';

/** Worlds in which an exhaustive search gets far. */
const SMALL = ['sva-small', 'vfio-tiny', 'vtd-small', 'sets-small'].map(findWorld);

/**
 * The world in which kernels are compared if nobody asks for one: all of them fit it, and it has most of the switches in which
 * they differ.
 *
 * @throws InputError if none fits all of them
 */
export function worldToCompare(kernels: readonly Version[]): World {
  const able = (of: readonly World[]): readonly World[] =>
    of.filter((world) => kernels.every((k) => fits(k, world)));
  const small = able(SMALL);
  const [first, ...others] = small.length > 0 ? small : able(worlds);
  if (first === undefined) {
    const names = kernels.map(({ name }) => name).join(', ');
    throw new InputError(`${names}: no world fits all of them; see: list kernels`);
  }
  return others.reduce(
    (best, world) => (differing(kernels, world) > differing(kernels, best) ? world : best),
    first,
  );
}

/** @throws InputError if a kernel does not fit the world */
export function checkAllFit(kernels: readonly Version[], world: World): void {
  for (const kernel of kernels) checkFits(kernel, world);
}

/** In how many switches that matter in a world the kernels differ. */
function differing([first, ...others]: readonly Version[], world: World): number {
  return subsystems
    .filter((one: AnySubsystem) => one.isIn(world))
    .flatMap((one: AnySubsystem) => Object.keys(one.switches ?? {}) as SwitchName[])
    .filter((name) => others.some(({ switches }) => switches[name] !== first!.switches[name]))
    .length;
}
