import type { Kind } from '../../memory/kinds.ts';
import type { Kernel } from './kernel.ts';
import type { CoreObject } from './subsystem.ts';

/** The fields that the drivers of this world add to an object of the core. */
export function fieldsIn(k: Kernel, object: CoreObject): Record<string, Kind> {
  return Object.assign(
    {},
    ...k.subsystems.map(({ embedded }) => embedded?.[object]?.fields),
  ) as Record<string, Kind>;
}

/** The largest number of these objects that the drivers need. */
export function atMost(k: Kernel, object: CoreObject): number {
  return k.subsystems.reduce(
    (n, { embedded }) => n + (embedded?.[object]?.atMost(k.world) ?? 0),
    0,
  );
}
