import { domains } from './domains.ts';
import { InputError } from './input-error.ts';
import type { World } from './world.ts';
import { worlds } from './worlds.ts';

/** The name of a feature of a domain. */
export type Feature = string;

const all = new Map(domains.flatMap(({ features = {} }) => Object.entries(features)));

/** All features. */
export const features: readonly Feature[] = [...all.keys()];

/** A kernel, as far as features matter: a name and its features. */
interface Able {
  readonly name: string;
  readonly has: readonly Feature[];
}

/** The features that a kernel must have for a world. */
function needsOf(world: World): Feature[] {
  return features.filter((name) => all.get(name)!.isNeeded?.(world) ?? false);
}

/** The first feature that the world needs and the kernel lacks, in words; undefined if the kernel fits. */
export function lackedIn({ has }: Able, world: World): string | undefined {
  const missing = needsOf(world).find((need) => !has.includes(need));
  return missing && all.get(missing)!.inWords;
}

export function fits(kernel: Able, world: World): boolean {
  return lackedIn(kernel, world) === undefined;
}

/**
 * For each domain with a world that fits the kernel, the first such world that is about this domain and those that it builds on
 * alone.
 */
export function firstWorlds(kernel: Able): World[] {
  const subjects = domains.filter(({ isWorthWhile }) => isWorthWhile !== undefined);
  const found = subjects.flatMap((domain) => {
    const isAbout = (w: World): boolean =>
      subjects.every(
        (other) =>
          other.isWorthWhile!(w) === (other === domain || domain.needs.includes(other.name)),
      );
    return worlds.find((w) => isAbout(w) && fits(kernel, w)) ?? [];
  });
  return found.length > 0 ? found : [firstWorld(kernel)];
}

/** The first world that fits, first among these, then among all named worlds. */
export function firstWorld(kernel: Able, preferred: readonly World[] = []): World {
  const world = [...preferred, ...worlds].find((w) => fits(kernel, w));
  if (world === undefined) throw new InputError(`${kernel.name} fits no named world`);
  return world;
}

/** @throws InputError if the kernel lacks a feature that the world needs */
export function checkFits(kernel: Able, world: World): void {
  const missing = lackedIn(kernel, world);
  if (missing === undefined) return;
  throw new InputError(
    `${kernel.name} has no ${missing} here: use a world without ${missing.endsWith('s') ? 'them' : 'it'}, such as ${firstWorld(kernel).name}`,
  );
}
