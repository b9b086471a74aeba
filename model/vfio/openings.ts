import type { Opening } from '../opening.ts';
import type { World } from '../world.ts';

/**
 * How it mostly begins where devices are given to programs: a container, devices plugged into it, memory mapped and
 * pinned, a limit that is just enough, and somebody else who has all that too. What is drawn behind it
 * meets the moments at which mistakes were made.
 */
const plugged: readonly Opening[] = [
  { kind: 'container', percent: 100 },
  { kind: 'attach', percent: 100 },
  { kind: 'attach', percent: 50 },
  { kind: 'map', percent: 60 },
  { kind: 'pin', percent: 40 },
  { kind: 'setrlimit', percent: 50 },
  { kind: 'clone', percent: 30 },
  { kind: 'detach', percent: 20 },
];

/** Nothing where a trace may as well begin with anything. */
export function openingsOfVfio(world: World): readonly Opening[] {
  return world.vfio === undefined ? [] : plugged;
}
