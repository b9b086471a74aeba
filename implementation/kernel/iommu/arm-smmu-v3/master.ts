import { named, pointerTo } from '../../../../memory/kinds.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import type { Machine } from '../../machine/machine.ts';
import { Slab } from '../../machine/slab.ts';

/** struct arm_smmu_master: what the driver keeps of a device, with the list of its bonds. */

/** Made by probe, freed by release. `svaEnabled`: master->sva_enabled. */
export function masterSlab(m: Machine, world: World) {
  return new Slab(m, 'arm_smmu_master', svaOf(world).devices, {
    device: named('device'),
    svaEnabled: 'value',
  });
}

/**
 * Each device. `master`: what dev_iommu_priv_get answers, which release does not clear. `leaf`: a bit for each leaf of its CD
 * table after the first.
 */
export function smmuDevices({ layout }: Machine, world: World) {
  return layout.declare(
    'dev->iommu',
    svaOf(world).devices,
    { master: pointerTo('arm_smmu_master'), leaf: 'value' },
    { keyed: { of: named('device'), each: 1 } },
  ).rows;
}

/** The master of a device, also one that was freed: its use is noted. */
export function masterOf({ smmu }: Kernel, device: number, where: string) {
  return smmu.masters.at(smmu.devices[device]!.master, where);
}
