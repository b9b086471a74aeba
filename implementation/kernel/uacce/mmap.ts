import type { Kernel } from '../kernel.ts';
import { EEXIST, EINVAL, ENOMEM, ENXIO, EPERM } from '../machine/errno.ts';
import type { LockClass } from '../machine/locks.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mutexLock } from '../machine/wait.ts';
import { remapPfnRange, zap } from '../mm/mmap.ts';
import type { VmOperations } from '../mm/vm-operations.ts';
import { unmapQp } from './pool.ts';
import { queueState } from './queue.ts';
import type { Queue } from './tables.ts';

/** Mappings of a queue, in drivers/misc/uacce/uacce.c. */

/** uacce_fops_mmap: each region of a queue once. From here on the page table entries exist. */
export function* uacceFopsMmap(
  k: Kernel,
  file: Ptr,
  vma: Ptr,
  mm: Ptr,
  region: number,
): Call<number> {
  const qfr = k.uacce.qfrs.alloc();
  if (qfr === 0) return ENOMEM;
  const { queue } = k.uacce.files.at(file, 'uacce_fops_mmap');
  const q = k.uacce.queues.at(queue, 'uacce_fops_mmap');
  const { mutex, index } = mmapMutex(k, q);
  yield* mutexLock(k, mutex, index, 'uacce_fops_mmap');
  const slot = slots[region]!;
  let ret = 0;
  if (q.state === queueState.zombie) {
    ret = k.switches.uacceDeadQueue === 'own-check' ? ENXIO : EINVAL;
  } else if (q[slot] !== 0) {
    ret = EEXIST;
  } else {
    k.uacce.qfrs.at(qfr, 'uacce_fops_mmap').region = region;
    q[slot] = qfr;
    const v = k.uacce.areas.at(vma, 'uacce_fops_mmap');
    v.queue = queue;
    v.qp = q.qp;
    k.machine.enters('hisi_qm_uacce_mmap');
    remapPfnRange(k, vma, uacceVmOps, mm, file, region);
  }
  if (ret === 0 || k.switches.uacceRefusal === 'unlocks') k.locks.unlock(mutex, index);
  if (ret !== 0 && k.switches.mmapUnwind === 'whole') k.uacce.qfrs.free(qfr, 'uacce_fops_mmap');
  return ret;
}

/** The mutex that excludes removal of the queue. */
export function mmapMutex(
  k: Kernel,
  q: Queue,
): { readonly mutex: LockClass; readonly index: number } {
  const { mutex, queueMutex, globalMutex } = k.uacce;
  if (k.switches.uacceMmapMutex === 'of-device') return { mutex, index: q.device };
  if (k.switches.uacceIoctlMutex === 'global') return { mutex: globalMutex, index: 0 };
  return { mutex: queueMutex, index: q.index };
}

const slots = ['qfrMmio', 'qfrDus'] as const;

/** uacce_vma_close: frees the region at this place of the file, if there is one. */
function* uacceVmaClose(k: Kernel, vma: Ptr): Call<void> {
  const v = k.uacce.areas.at(vma, 'uacce_vma_close');
  const q = k.uacce.queues.at(v.queue, 'uacce_vma_close');
  const slot = slots[v.region];
  unmapQp(k, v);
  if (slot === undefined) return;
  if (k.switches.uacceVmaClose === 'keeps-region') {
    freeRegion(k, q[slot]);
    return;
  }
  const qfr = q[slot];
  yield* mutexLock(k, k.uacce.queueMutex, q.index, 'uacce_vma_close');
  q[slot] = 0;
  k.locks.unlock(k.uacce.queueMutex, q.index);
  freeRegion(k, qfr);
}

/** kfree(qfr), which may be NULL. */
function freeRegion(k: Kernel, qfr: Ptr): void {
  if (qfr !== 0) k.uacce.qfrs.free(qfr, 'uacce_vma_close');
}

/**
 * An access to the registers (mmio) or the memory (dus) of a hardware queue. The area keeps the pages of dus, so they exist, even
 * if the driver has freed them (vm_map_pages takes a reference on each). But a queue that was put may belong to another file by
 * now. Returns the name of that file, plus 1.
 */
function accessRegion(k: Kernel, vma: Ptr): number {
  const { qp, queue } = k.uacce.areas.at(vma, 'access');
  const { files, qps } = k.uacce;
  if (!qps.isLive(qp)) return 0;
  const owner = qps.at(qp, 'access').queue;
  if (owner === 0 || owner === queue) return 0;
  const file = files.rows.find((f) => f.live !== 0 && f.queue === owner);
  return file === undefined ? 0 : file.name + 1;
}

/** uacce_vm_ops. There is no fault handler. */
export const uacceVmOps: VmOperations = {
  close: uacceVmaClose,
  mremap: (k) => (k.switches.uacceMremap === 'moved' ? 0 : EPERM),
  maySplit: (k) => (k.switches.uacceSplit === 'split' ? 0 : EINVAL),
  access: accessRegion,
};

/** unmap_mapping_range(q->mapping): removes the page table entries, so the memory can no longer be reached. */
export function zapQueue(k: Kernel, queue: Ptr): void {
  k.machine.enters('unmap_mapping_range');
  for (const v of k.uacce.areas.rows)
    if (v.live !== 0 && v.queue === queue && zap(v)) unmapQp(k, v);
}

/** unmap_mapping_range(uacce->inode->i_mapping): the same for all queues of the device that were opened through this inode. */
export function zapInode(k: Kernel, device: number): void {
  for (const q of k.uacce.queues.rows)
    if (isOfPresent(k, q, device) && isLastOpener(k, q)) zapQueue(k, k.uacce.queues.pointer(q));
}

/** Whether the queue is of the device that is there now, and not of one that was there before. */
export function isOfPresent(k: Kernel, q: Queue, device: number): boolean {
  return q.live !== 0 && q.device === device && q.qm === k.uacce.privates[device]!.qm;
}

/** Whether the queue was opened through the node that was used last; always, if the device has one node. */
export function isLastOpener(k: Kernel, { index, device }: Queue): boolean {
  const { inodes } = k.uacce;
  if (inodes === undefined || k.switches.uacceInode === 'of-queue') return true;
  return inodes.ofQueue[index]!.inode === inodes.ofDevice[device]!.inode;
}
