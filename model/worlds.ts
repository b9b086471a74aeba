import { domains } from './domains.ts';
import { unknownName } from './input-error.ts';
import { tinyPages, tinyVfio } from './vfio/worlds.ts';
import type { World } from './world.ts';

/** Worlds of several domains. */
const mixed: readonly World[] = [
  {
    name: 'both',
    says: '2 processes that use both SVA and VFIO: 1 SVA device, 2 files, 2 PASIDs; 1 container, a mediated and a pass-through device',
    processes: 2,
    closeOnExec: true,
    sva: { devices: 1, files: 2 },
    ioasid: { pasids: 2 },
    pages: { ...tinyPages, limits: [0, 1, 2] },
    vfio: tinyVfio,
  },
];

/** All named worlds. */
export const worlds: readonly World[] = [
  ...domains.flatMap((domain) => domain.worlds ?? []),
  ...mixed,
];

/** @throws InputError if no world has this name. */
export function findWorld(name: string): World {
  const world = worlds.find((w) => w.name === name);
  if (world === undefined)
    throw unknownName(
      'world',
      name,
      worlds.map((w) => w.name),
      'list worlds',
    );
  return world;
}
