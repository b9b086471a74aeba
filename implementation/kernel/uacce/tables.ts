import { named, pointerTo, rowOf } from '../../../memory/kinds.ts';
import { regions } from '../../../model/sva/state.ts';
import { hasAllOfUacce, svaOf } from '../../../model/sva/bounds.ts';
import type { World } from '../../../model/world.ts';
import type { Machine } from '../machine/machine.ts';
import { IN_ORDER, Slab } from '../machine/slab.ts';

/** The tables of drivers/misc/uacce and of the driver of its devices. */

/** struct uacce_queue: made by open, freed by release. `bond` is what open bound, 0 after removal. */
/** @param bond - the table of bonds, which is that of the IOMMU driver */
export function queueSlab(m: Machine, world: World, bond: string) {
  return new Slab(
    m,
    'uacce_queue',
    svaOf(world).files + 6,
    {
      device: named('device'),
      state: 'value',
      bond: pointerTo(bond),
      pasid: 'value',
      listed: 'value',
      qp: pointerTo('hisi_qp'),
      qm: pointerTo('hisi_qm'),
      qfrMmio: pointerTo('uacce_qfile_region'),
      qfrDus: pointerTo('uacce_qfile_region'),
    },
    IN_ORDER,
  );
}

export type Queue = ReturnType<typeof queueSlab>['rows'][number];

/** struct uacce_qfile_region: one mapped region of a queue. */
export function qfrSlab(m: Machine, world: World) {
  return new Slab(m, 'uacce_qfile_region', svaOf(world).files * regions.length + 8, ['region']);
}

/**
 * A hardware queue (struct hisi_qp), with its registers and the memory that the dus region maps. `queue`: who has it (uacce_q); 0
 * while it is in the driver’s pool. Only those of the pool are here that somebody still maps. `running`: the hardware may do
 * DMA, tagged with `pasid`.
 */
export function qpSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'hisi_qp',
    svaOf(world).files + 6,
    {
      queue: pointerTo('uacce_queue'),
      running: 'value',
      pasid: 'value',
      device: named('device'),
    },
    IN_ORDER,
  );
}

/** The data of a uacce file in file->private_data. */
export const inFile = { queue: pointerTo('uacce_queue') } as const;

/**
 * The fields of uacce in an area. `queue`: vma->vm_private_data. `qp`: the memory to which its page table entries point; the
 * registers of mmio always exist.
 */
export const inArea = { queue: pointerTo('uacce_queue'), qp: pointerTo('hisi_qp') } as const;

/**
 * The nodes through which devices are opened: struct inode, one for each process that opens (as in containers). `ofQueue`:
 * that of its file; `ofDevice`: uacce->inode, that of the last open.
 */
export function inodes({ layout }: Machine, world: World, queues: number) {
  if (!hasAllOfUacce(world)) return undefined;
  const fields = { inode: named('process', 1) };
  const ofQueue = layout.declare('inode', queues, fields, {
    keyed: { of: rowOf('uacce_queue'), each: 1 },
  });
  const ofDevice = layout.declare('uacce->inode', svaOf(world).devices, fields, {
    keyed: { of: named('device'), each: 1 },
  });
  return { ofQueue: ofQueue.rows, ofDevice: ofDevice.rows };
}

/** struct hisi_qm, the driver’s data of a device (uacce->priv): made by probe, freed by remove. */
export function qmSlab(m: Machine, world: World) {
  return new Slab(m, 'hisi_qm', svaOf(world).devices + 4, { device: named('device') });
}

/** uacce->priv of each device. */
export function privates({ layout }: Machine, world: World) {
  const fields = { qm: pointerTo('hisi_qm') };
  const keyed = { of: named('device'), each: 1 };
  return layout.declare('uacce->priv', svaOf(world).devices, fields, { keyed }).rows;
}
