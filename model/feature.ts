import { domains } from './domains.ts';
import { InputError } from './input-error.ts';
import type { World } from './world.ts';
import { worlds } from './worlds.ts';

/** What a kernel may have or not, each by its name: see the features of the domains. */
export type Feature = string;

const all = new Map(domains.flatMap(({ features = {} }) => Object.entries(features)));

/** Every feature there is. */
export const features: readonly Feature[] = [...all.keys()];

/** What has features, and a name. */
interface Able {
  readonly name: string;
  readonly has: readonly Feature[];
}

/** What a kernel must have for what there is in a world. */
function needsOf(world: World): Feature[] {
  return features.filter((name) => all.get(name)!.isNeeded?.(world) ?? false);
}

/** The first thing that the kernel has not, of what there is in the world, in words; undefined if it fits. */
export function lackedIn({ has }: Able, world: World): string | undefined {
  const missing = needsOf(world).find((need) => !has.includes(need));
  return missing && all.get(missing)!.inWords;
}

export function fits(kernel: Able, world: World): boolean {
  return lackedIn(kernel, world) === undefined;
}

/** Of each thing that makes a world worth while and that the kernel has, the first world that is about it alone. */
export function firstWorlds(kernel: Able): World[] {
  const subjects = domains.filter(({ isWorthWhile }) => isWorthWhile !== undefined);
  const found = subjects.flatMap((domain) => {
    const isAbout = (w: World): boolean =>
      subjects.every((other) => other.isWorthWhile!(w) === (other === domain));
    return worlds.find((w) => isAbout(w) && fits(kernel, w)) ?? [];
  });
  return found.length > 0 ? found : [firstWorld(kernel)];
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
    `${kernel.name} has no ${missing} here: use a world without ${missing.endsWith('s') ? 'them' : 'it'}, such as ${firstWorld(kernel).name}`,
  );
}
