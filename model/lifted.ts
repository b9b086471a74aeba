import type { Domain } from './domain.ts';
import { domains } from './domains.ts';
import { isObject } from './world-bounds.ts';

/**
 * A world with each bound in the part of its domain, wherever it was written: in the part, flat, or, as in stored traces
 * of version 1, those of pages in the part of VFIO. A part that was written flat and has no objects is left
 * out. A value that is not an object is returned unchanged.
 */
export function lifted(value: unknown): unknown {
  if (!isObject(value)) return value;
  const known = domains.filter(({ isEverywhere }) => isEverywhere !== true);
  const parts = known.flatMap((domain) => {
    const part = partFrom(value, domain);
    return part === undefined ? [] : [[domain.name, part] as const];
  });
  const names = new Set(known.flatMap(({ name, bounds }) => [name, ...Object.keys(bounds)]));
  const others = Object.entries(value).filter(([key]) => !names.has(key));
  return Object.fromEntries([...others, ...parts]);
}

function partFrom(world: Readonly<Record<string, unknown>>, { name, bounds }: Domain): unknown {
  const own = world[name];
  if (own !== undefined && !isObject(own)) return own;
  const kept = Object.entries(own ?? {}).filter(([key]) => !isOfAnother(key, name));
  const holders = domains.map((other) => world[other.name]).filter((part) => part !== own);
  const moved = Object.keys(bounds).flatMap((key) =>
    [world, ...holders].flatMap((holder) =>
      isObject(holder) && key in holder ? [[key, holder[key]] as const] : [],
    ),
  );
  if (own === undefined && isNothing(moved, bounds)) return undefined;
  return Object.fromEntries([...kept, ...moved]);
}

/** Whether it is a bound of another domain. */
function isOfAnother(key: string, domain: string): boolean {
  return domains.some(({ name, bounds }) => name !== domain && key in bounds);
}

/** Whether nothing was written, or all counts are 0. */
function isNothing(
  moved: readonly (readonly [string, unknown])[],
  bounds: Domain['bounds'],
): boolean {
  if (moved.length === 0) return true;
  const written = new Map(moved);
  const counts = Object.keys(bounds).filter((key) => bounds[key]!.values.kind !== 'flag');
  return counts.every((key) => written.get(key) === 0);
}
