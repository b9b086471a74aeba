import { type Backend, type GroupKind, hasVfio } from '../../../model/vfio/bounds.ts';
import type { World } from '../../../model/world.ts';
import type { Goal } from '../../linux-law.ts';

/** The worlds in which a goal of VFIO can be reached. */

export type Where = (world: World) => boolean;

export const backend =
  (name: Backend): Where =>
  ({ vfio }) =>
    vfio?.backends.includes(name) ?? false;
export const groups =
  (...kinds: readonly GroupKind[]): Where =>
  ({ vfio }) =>
    vfio?.groups.some((kind) => kinds.includes(kind)) ?? false;
export const all =
  (...where: readonly Where[]): Where =>
  (world) =>
    where.every((holds) => holds(world));

export const mdev = groups('mdev');
export const iommu = groups('passthrough', 'pinning');
export const driver = groups('mdev', 'pinning');
export const pinning = all(driver, backend('type1v2'));
export const replay = all(mdev, iommu);
export const several: Where = (world) => hasVfio(world) && world.processes > 1;
export const twoDrivers: Where = ({ vfio }) =>
  (vfio?.groups.filter((kind) => kind !== 'passthrough').length ?? 0) > 1;
/** A container outlives the mm of a mapping in it, and a process has it then. */
export const secondMm: Where = (world) => several(world) || (hasVfio(world) && !world.closeOnExec);

export const when = (where: Where, goal: Goal): Goal => ({ ...goal, in: where });
