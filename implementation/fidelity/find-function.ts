import type { LinuxFunction } from '../kernel/fidelity.ts';
import { labels } from './labels.ts';
import { fidelityTables } from './tables.ts';

const byName = new Map(
  fidelityTables.flatMap(({ functions }) => functions.map((f) => [f.name, f] as const)),
);

/** What was compared of a function of Linux; undefined if nothing was, or if no function has this name. */
export function findFunction(name: string): LinuxFunction | undefined {
  return byName.get(name);
}

/** The function of Linux for which a place in the simulated kernel stands: itself, unless it is a label; undefined if none. */
export function functionAt(place: string): string | undefined {
  return Object.hasOwn(labels, place) ? labels[place]!.function : place;
}
