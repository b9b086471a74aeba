import { named, pointerTo } from '../../../memory/kinds.ts';
import { svaOf } from '../../../model/sva/bounds.ts';
import type { World } from '../../../model/world.ts';
import type { Machine } from '../machine/machine.ts';
import { IN_ORDER, Slab } from '../machine/slab.ts';

/**
 * struct idxd_user_context: made by open, freed by release. `aborted`: the device has aborted its work. `mm`: that of the opener, by its id: the
 * driver keeps a pointer without a reference, and the bond keeps the struct.
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

/** struct idxd_wq, one of each device. `clients`: its files. `pasid`: that in the configuration of a dedicated queue; 0: none. */
export function queueRows({ layout }: Machine, world: World) {
  const fields = { clients: 'value', pasid: 'value' } as const;
  return layout.declare('idxd_wq', svaOf(world).devices, fields, {
    keyed: { of: named('device'), each: 1 },
  }).rows;
}

/** The data of an idxd file in file->private_data. */
export const inFile = { context: pointerTo('idxd_user_context') } as const;
