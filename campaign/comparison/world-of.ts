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
 * The worlds in which kernels are compared if nobody asks for one: the small ones that all of them fit, and that have switches in
 * which they differ. If they differ in nothing there, the first that they fit.
 *
 * @throws InputError if no world fits all of them
 */
export function worldsToCompare(kernels: readonly Version[]): readonly World[] {
  const able = (of: readonly World[]): readonly World[] =>
    of.filter((world) => kernels.every((k) => fits(k, world)));
  const small = able(SMALL);
  const telling = small.filter((world) => differ(kernels, world));
  if (telling.length > 0) return telling;
  const [first] = [...small, ...able(worlds)];
  if (first === undefined) {
    const names = kernels.map(({ name }) => name).join(', ');
    throw new InputError(`${names}: no world fits all of them; see: list kernels`);
  }
  return [first];
}

/** @throws InputError if a kernel does not fit the world */
export function checkAllFit(kernels: readonly Version[], world: World): void {
  for (const kernel of kernels) checkFits(kernel, world);
}

/** Whether the kernels differ in a switch of a part of the kernel that the world has. */
function differ([first, ...others]: readonly Version[], world: World): boolean {
  return subsystems
    .filter((one: AnySubsystem) => one.isIn(world))
    .flatMap((one: AnySubsystem) => Object.keys(one.switches ?? {}) as SwitchName[])
    .some((name) => others.some(({ switches }) => switches[name] !== first!.switches[name]));
}
