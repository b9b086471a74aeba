import type { FileOperations } from '../fs/file-operations.ts';
import { closeFd, fdInstall, fdInstalled } from '../fs/fdtable.ts';
import { allocFile, type File } from '../fs/file-table.ts';
import type { Kernel } from '../kernel.ts';
import { EBADF, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import type { Task } from '../process/task.ts';
import { pasidIsFreed, unbindGpasid } from './gpasid.ts';
import { forgetGuestsOf } from './guests.ts';
import { setAlloc, setFree, setPasidAlloc, setPasidFree } from './ioasid-set.ts';

/** drivers/vfio/vfio_pasid.c as posted in the series “vfio: expose virtual Shared Virtual Addressing to VMs” (Liu, v7, 2020-09-10). */

/** Opens a file with a set for the mm of the task. 0 or an error. */
export function* openSet(k: Kernel, task: Task, name: number, quota: number): Call<number> {
  const file = allocFile(k, pasidFops);
  if (file === 0) return ENOMEM;
  const set = yield* setAlloc(k, task.mm, quota);
  if (set < 0) {
    k.files.free(file, 'do_sys_open');
    return set;
  }
  const f = k.sets.files.at(file, 'do_sys_open');
  f.pasidSet = set;
  f.setName = name + 1;
  fdInstall(k, task, file);
  return 0;
}

export function closeSet(k: Kernel, task: Task, name: number): number {
  const file = fileOf(k, task, name);
  if (file === 0) return EBADF;
  closeFd(k, task, file);
  return 0;
}

/** The set of a file that the task has open; 0 if it has none of this name. */
export function openSetOf(k: Kernel, task: Task, name: number): Ptr {
  const file = fileOf(k, task, name);
  return file === 0 ? 0 : k.sets.files.at(file, 'fdget').pasidSet;
}

function fileOf(k: Kernel, task: Task, name: number): Ptr {
  const { files } = k.sets;
  const op = k.ops.files.numberOf(pasidFops);
  for (const f of files.rows) {
    if (f.live === 0 || f.op !== op || f.setName !== name + 1) continue;
    if (fdInstalled(k, task, files.pointer(f))) return files.pointer(f);
  }
  return 0;
}

/** vfio_pasid_alloc: a PASID or an error. */
export function* guestAlloc(k: Kernel, set: Ptr): Call<number> {
  k.machine.enters('vfio_pasid_alloc');
  return yield* setPasidAlloc(k, set);
}

/** vfio_pasid_free_range with one PASID. */
export function* guestFree(k: Kernel, set: Ptr, pasid: number): Call<void> {
  k.machine.enters('vfio_pasid_free_range');
  if (k.switches.guestFree === 'unbound-first' && k.sets.ids[pasid]!.set === set)
    yield* unbindFromAll(k, pasid);
  setPasidFree(k, set, pasid, () => pasidIsFreed(k, pasid));
}

/** vfio_iommu_type1_unbind_gpasid for every device of the container. */
function* unbindFromAll(k: Kernel, pasid: number): Call<void> {
  for (let e = 0; e < k.sets.endpoints; e++) yield* unbindGpasid(k, e, pasid);
}

/**
 * The files of VFIO with a set. The last close unbinds all PASIDs that the program did not free, as detaching the group does
 * since version 4, frees them, and gives up the set.
 */
export const pasidFops: FileOperations = { release: releaseSet };

function* releaseSet(k: Kernel, file: File): Call<void> {
  k.machine.enters('ioasid_free_all_in_set');
  const { pasidSet: set, setName } = k.sets.files.at(k.files.pointer(file), 'vfio_mm_release');
  for (const id of k.sets.ids) {
    if (id.set !== set || id.pending !== 0) continue;
    if (k.switches.setRelease === 'unbinds-first') yield* unbindFromAll(k, id.index);
    yield* guestFree(k, set, id.index);
  }
  forgetGuestsOf(k, setName - 1);
  setFree(k, set);
}
