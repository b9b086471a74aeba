import type { Opening } from '../opening.ts';
import type { World } from '../world.ts';

/**
 * How most traces begin in a world with VFIO: a container, devices attached to it, memory mapped and
 * pinned, a limit that is just enough, and another process that shares the container, or all of that. The random commands after it
 * then meet the moments at which mistakes were made.
 */
const plugged: readonly Opening[] = [
  { kind: 'container', percent: 100 },
  { kind: 'fork', percent: 40 },
  { kind: 'attach', percent: 100 },
  { kind: 'attach', percent: 50 },
  { kind: 'map', percent: 60 },
  { kind: 'pin', percent: 40 },
  { kind: 'setrlimit', percent: 50 },
  { kind: 'clone', percent: 30 },
  { kind: 'detach', percent: 20 },
];

/** Empty if any first command is as good. */
export function openingsOfVfio(world: World): readonly Opening[] {
  return world.vfio === undefined ? [] : plugged;
}
