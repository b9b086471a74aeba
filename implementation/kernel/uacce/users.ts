import { iommuOps } from '../iommu/iommu-ops.ts';
import type { Kernel } from '../kernel.ts';
import type { Ptr } from '../machine/slab.ts';

/** The mms whose mm_users the bonds of a file hold. */
export function mmsInUse(k: Kernel, file: Ptr): readonly Ptr[] {
  const { files, queues, handles } = k.uacce;
  if (k.switches.bondPins !== 'mm_users' || !files.isLive(file)) return [];
  const { queue } = files.at(file, 'reachability');
  const bonds = handles.rows.filter((h) => h.live !== 0 && h.queue === queue).map((h) => h.bond);
  if (queues.isLive(queue)) bonds.push(queues.at(queue, 'reachability').bond);
  const all = iommuOps(k).handles(k);
  return bonds.filter((b) => all.isLive(b)).map((b) => all.at(b, 'reachability').mm);
}
