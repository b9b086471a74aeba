import type { Kernel } from '../kernel.ts';
import type { Task } from '../machine/task.ts';
import { ioasidGet } from '../ioasid/ioasid.ts';
import { pasidValid } from '../iommu/iommu-sva.ts';
import { mmAlloc } from '../mm/mm.ts';
import { ENOMEM } from '../machine/errno.ts';

/**
 * kernel/fork.c without CLONE_VM: a new mm (dup_mm copies the parent’s and initialises what must not be
 * inherited; queue mappings are VM_DONTCOPY), and a copy of the descriptor table. 0 or an error.
 */
export function copyProcess(k: Kernel, parent: Task, name: number): number {
  const mm = mmAlloc(k);
  if (mm === 0) return ENOMEM;
  if (k.switches.forkPasid !== 'none') {
    const { pasid } = k.mms.at(parent.mm, 'dup_mm');
    k.mms.at(mm, 'dup_mm').pasid = pasid;
    if (k.switches.forkPasid === 'copied-with-reference' && pasidValid(pasid)) ioasidGet(k, pasid);
  }
  const child = k.tasks.rows.find((t) => t.index < k.world.processes && t.live === 0)!;
  child.live = 1;
  child.name = name;
  child.mm = mm;
  child.activeMm = 0;
  child.works = 0;
  child.fds = parent.fds;
  for (const f of k.files.rows) if ((parent.fds & (1 << f.index)) !== 0) f.refs++;
  return 0;
}
