import { InputError } from './input-error.ts';
import type { World } from './world.ts';
import { worlds } from './worlds.ts';
import { svaOf } from './sva/bounds.ts';

/**
 * What a kernel may have or not. `sva`: shared virtual addressing with PASIDs. `vfio`: pass-through devices.
 * `mdev`: devices whose drivers pin pages themselves. `vaddr`: the virtual addresses of mappings can be
 * handed over to another program. `dirty`: which pages were written is noted.
 */
export const features = ['sva', 'vfio', 'mdev', 'vaddr', 'dirty'] as const;
export type Feature = (typeof features)[number];

/** What has features, and a name. */
interface Able {
  readonly name: string;
  readonly has: readonly Feature[];
}

/** What a world can need; the other features are those of single commands. */
type WorldFeature = Extract<Feature, 'sva' | 'vfio' | 'mdev'>;

const inWords: Readonly<Record<WorldFeature, string>> = {
  sva: 'SVA',
  vfio: 'VFIO',
  mdev: 'mediated devices',
};

/** What a kernel must have for what there is in a world. */
function needsOf(world: World): WorldFeature[] {
  const needs: WorldFeature[] = [];
  if (svaOf(world).devices > 0) needs.push('sva');
  if (world.vfio !== undefined) needs.push('vfio');
  // A driver that pins came with them, whatever its device is.
  if (world.vfio?.groups.some((kind) => kind !== 'passthrough') === true) needs.push('mdev');
  return needs;
}

/** The first thing that the kernel has not, of what there is in the world, in words; undefined if it fits. */
export function lackedIn({ has }: Able, world: World): string | undefined {
  const missing = needsOf(world).find((need) => !has.includes(need));
  return missing && inWords[missing];
}

export function fits(kernel: Able, world: World): boolean {
  return lackedIn(kernel, world) === undefined;
}

/** Of the halves there are, PASIDs and pinned memory, those that the kernel has: of each the first world that is about it alone. */
export function firstWorlds(kernel: Able): World[] {
  const halves = (['sva', 'vfio'] as const).flatMap((half) => {
    const other = half === 'sva' ? 'vfio' : 'sva';
    const isAbout = (w: World): boolean => needsOf(w).includes(half) && !needsOf(w).includes(other);
    return worlds.find((w) => isAbout(w) && fits(kernel, w)) ?? [];
  });
  return halves.length > 0 ? halves : [firstWorld(kernel)];
}

/** The first world that fits, of these in the first place, then of all that have a name. */
export function firstWorld(kernel: Able, preferred: readonly World[] = []): World {
  const world = [...preferred, ...worlds].find((w) => fits(kernel, w));
  if (world === undefined) throw new InputError(`${kernel.name} fits no world that has a name`);
  return world;
}

/** @throws InputError if the kernel has not what there is in the world */
export function checkFits(kernel: Able, world: World): void {
  const missing = lackedIn(kernel, world);
  if (missing === undefined) return;
  throw new InputError(
    `${kernel.name} has no ${missing} here: take a world without ${missing.endsWith('s') ? 'them' : 'it'}, such as ${firstWorld(kernel).name}`,
  );
}
