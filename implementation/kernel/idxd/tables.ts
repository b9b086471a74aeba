import { named, pointerTo } from '../../../memory/kinds.ts';
import { svaOf } from '../../../model/sva/bounds.ts';
import type { World } from '../../../model/world.ts';
import type { Machine } from '../machine/machine.ts';
import { IN_ORDER, Slab } from '../machine/slab.ts';

/**
 * struct idxd_user_context: made by open, freed by release. `aborted`: the device has aborted its work. `mm`: that of the opener, by its id, for us alone; the driver
 * keeps no reference.
 */
export function contextSlab(m: Machine, world: World, bond: string) {
  return new Slab(
    m,
    'idxd_user_context',
    svaOf(world).files + 6,
    {
      device: named('device'),
      pasid: 'value',
      bond: pointerTo(bond),
      mm: named('mm', 1),
      aborted: 'value',
    },
    IN_ORDER,
  );
}

/** The data of an idxd file in file->private_data. */
export const inFile = { context: pointerTo('idxd_user_context') } as const;
