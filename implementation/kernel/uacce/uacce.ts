import { named, pointerTo } from '../../../memory/kinds.ts';
import type { World } from '../../../model/world.ts';
import { regions } from '../../../model/sva/state.ts';
import { findFile, fdInstall, fdInstalled } from '../fs/file.ts';
import { iommuSvaBindDevice, iommuSvaGetPasid, iommuSvaUnbindDevice } from '../iommu/iommu-sva.ts';
import type { Kernel } from '../kernel.ts';
import { EBADF, EEXIST, EINVAL, ENODEV, ENOMEM, ENXIO } from '../machine/errno.ts';
import type { Call, Pause, Prompt, Rest } from '../machine/pause.ts';
import { point } from '../machine/points.ts';
import type { Machine } from '../machine/machine.ts';
import { type Ptr, IN_ORDER, Slab } from '../machine/slab.ts';
import type { Task } from '../machine/task.ts';
import { NO_PASID } from '../mm/mm.ts';
import { armSmmuMasterDisableSva } from '../iommu/arm-smmu-v3/sva.ts';
import { unbindHandles } from './handle.ts';
import { svaOf } from '../../../model/sva/bounds.ts';

/** drivers/misc/uacce/uacce.c, and as much of a driver beneath it as its operations need. */

/**
 * UACCE_Q_*: ZOMBIE is both “not yet” and “no longer”. `asked`: to be started by whoever holds the mutex, which
 * no kernel has.
 */
export const queueState = { zombie: 0, init: 1, started: 2, asked: 3 } as const;

/** struct uacce_queue: made by open, freed by release. `bond` is what open bound, 0 after removal. */
export function queueSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'uacce_queue',
    svaOf(world).files + 6,
    {
      device: named('device'),
      state: 'value',
      bond: pointerTo('arm_smmu_bond'),
      pasid: 'value',
      listed: 'value',
      qp: pointerTo('hisi_qp'),
      qfrMmio: pointerTo('uacce_qfile_region'),
      qfrDus: pointerTo('uacce_qfile_region'),
    },
    IN_ORDER,
  );
}

/** struct uacce_qfile_region: one mapped region of a queue. */
export function qfrSlab(m: Machine, world: World) {
  return new Slab(m, 'uacce_qfile_region', svaOf(world).files * regions.length + 8, ['region']);
}

/**
 * What the device’s own driver keeps for a queue (struct hisi_qp): the hardware queue and the memory
 * that the dus region maps. `running`: the hardware may do DMA, tagged with `pasid`.
 */
export function qpSlab(m: Machine, world: World) {
  return new Slab(m, 'hisi_qp', svaOf(world).files + 6, {
    running: 'value',
    pasid: 'value',
    device: named('device'),
  });
}

/**
 * uacce_fops_open: binds the caller’s mm. 0 or an error. Under uacce->mutex as a whole (v6.0); before, the
 * lock was for the list of queues alone.
 */
export function* uacceFopsOpen(k: Kernel, task: Task, device: number, name: number): Call<number> {
  if (k.devices[device]!.present === 0) return ENODEV;
  const file = k.files.alloc();
  if (file === 0) return ENOMEM;
  const queue = k.queues.alloc();
  if (queue === 0) {
    k.files.free(file, 'do_sys_open');
    return ENOMEM;
  }
  const coversAll = k.switches.uacceMutexCovers === 'whole-operation';
  let ret = 0;
  if (coversAll) {
    const wait = k.locks.lock(k.uacceMutex, device, 'uacce_fops_open');
    if (wait) yield* wait;
    // The device may have gone while we waited.
    if (k.devices[device]!.present === 0) ret = EINVAL;
  }
  if (ret === 0) ret = yield* openQueue(k, task, device, queue);
  if (ret === 0) {
    const at = point(k.machine, 'openBound');
    if (at) yield at;
    const wait = coversAll ? undefined : k.locks.lock(k.uacceMutex, device, 'uacce_fops_open');
    if (wait) yield* wait;
    k.queues.at(queue, 'uacce_fops_open').listed = 1;
  }
  if (coversAll || ret === 0) unlockDevice(k, device);
  if (ret < 0) {
    if (k.switches.openUnwind !== 'forgets-queue') k.queues.free(queue, 'uacce_fops_open');
    k.files.free(file, 'do_sys_open');
    return ret;
  }
  const f = k.files.at(file, 'do_sys_open');
  f.name = name;
  f.refs = 1;
  f.queue = queue;
  f.device = device;
  fdInstall(k, task, file);
  return 0;
}

/** Unlocks uacce->mutex, when what was left to its holder is done. */
export function unlockDevice(k: Kernel, device: number): void {
  if (k.switches.uacceStart === 'left-to-holder')
    for (const q of k.queues.rows)
      if (q.live !== 0 && q.device === device && q.state === queueState.asked) runQueue(k, q);
  k.locks.unlock(k.uacceMutex, device);
}

function* openQueue(k: Kernel, task: Task, device: number, queue: Ptr): Call<number> {
  const q = k.queues.at(queue, 'uacce_fops_open');
  k.locks.init(k.queueMutex, q.index);
  q.device = device;
  const bond = yield* iommuSvaBindDevice(k, device, task.mm);
  if (bond < 0) return bond;
  q.bond = bond;
  q.pasid = iommuSvaGetPasid(k, bond);
  if (q.pasid === NO_PASID) {
    const unbind = unbindQueue(k, queue);
    if (unbind) yield* unbind;
    return ENODEV;
  }
  const qp = k.qps.alloc();
  if (qp === 0) {
    const unbind = k.switches.openUnwind === 'forgets-bond' ? undefined : unbindQueue(k, queue);
    if (unbind) yield* unbind;
    return ENOMEM;
  }
  q.qp = qp;
  k.qps.at(qp, 'get_queue').pasid = q.pasid;
  k.qps.at(qp, 'get_queue').device = device;
  q.state = queueState.init;
  return 0;
}

/** uacce_unbind_queue: once. */
function unbindQueue(k: Kernel, queue: Ptr): Rest {
  const q = k.queues.at(queue, 'uacce_unbind_queue');
  const { bond } = q;
  if (k.switches.uacceUnbind === 'forgets-bond') q.bond = 0;
  return bond === 0 ? undefined : iommuSvaUnbindDevice(k, bond);
}

/** uacce_put_queue: stops the hardware and gives it back, once. */
function putQueue(k: Kernel, queue: Ptr): void {
  const q = k.queues.at(queue, 'uacce_put_queue');
  if (q.state === queueState.started) stopQueue(k, queue);
  if (q.state !== queueState.zombie) {
    k.qps.free(q.qp, 'put_queue');
    q.qp = 0;
  }
  q.state = queueState.zombie;
}

function stopQueue(k: Kernel, queue: Ptr): void {
  const { qp } = k.queues.at(queue, 'stop_queue');
  k.qps.at(qp, 'stop_queue').running = 0;
}

/** uacce_fops_release: the last descriptor and the last mapping are gone. */
export function* uacceFopsRelease(k: Kernel, queue: Ptr): Call<void> {
  const q = k.queues.at(queue, 'uacce_fops_release');
  const { device } = q;
  const coversAll = k.switches.uacceMutexCovers === 'whole-operation';
  const wait = k.locks.lock(k.uacceMutex, device, 'uacce_fops_release');
  if (wait) yield* wait;
  if (!coversAll) {
    q.listed = 0;
    unlockDevice(k, device);
  }
  putQueue(k, queue);
  const at = point(k.machine, 'releasePut');
  if (at) yield at;
  const unbind = unbindQueue(k, queue);
  if (unbind) yield* unbind;
  const others = unbindHandles(k, queue);
  if (others) yield* others;
  if (coversAll) {
    q.listed = 0;
    unlockDevice(k, device);
  }
  k.queues.free(queue, 'uacce_fops_release');
}

/**
 * UACCE_CMD_START_Q and UACCE_CMD_PUT_Q: 0 or an error. Newer kernels first ask whether the queue is
 * still valid, under the mutex that removal takes too; older ones let each command see the state for
 * itself, under a mutex of their own.
 */
export function* uacceIoctl(
  k: Kernel,
  task: Task,
  name: number,
  command: 'start' | 'put',
): Call<number> {
  const queue = queueOf(k, task, name);
  if (queue === 0) return EBADF;
  const q = k.queues.at(queue, 'uacce_fops_unl_ioctl');
  const isShared = k.switches.uacceIoctlMutex === 'of-device';
  const mutex = isShared ? k.uacceMutex : k.uacceGlobalMutex;
  const index = isShared ? q.device : 0;
  const wasReady = q.state === queueState.init;
  if (command === 'start' && wasReady && isLeftToHolder(k, q.device)) {
    q.state = queueState.asked;
    return 0;
  }
  const wait = k.locks.lock(mutex, index, 'uacce_fops_unl_ioctl');
  if (wait) yield* wait;
  const isDead = q.state === queueState.zombie;
  let ret = 0;
  if (isDead && k.switches.uacceDeadQueue === 'own-check') ret = ENXIO;
  else if (command === 'start') {
    const started = startQueue(k, queue, wasReady);
    ret = typeof started === 'number' ? started : yield* started;
  } else if (k.switches.uaccePutQ === 'stop-and-put') putQueue(k, queue);
  else {
    const isRunning = q.state >= queueState.started;
    if (isRunning) stopQueue(k, queue);
    if (isRunning || k.switches.uaccePutQ === 'stop-and-init') q.state = queueState.init;
  }
  if (ret === 0 || k.switches.uacceRefusal === 'unlocks') {
    if (isShared) unlockDevice(k, index);
    else k.locks.unlock(mutex, index);
  }
  return ret;
}

/** Does somebody hold uacce->mutex, to whom a start can be left? */
function isLeftToHolder(k: Kernel, device: number): boolean {
  return k.switches.uacceStart === 'left-to-holder' && k.uacceMutex.locks[device]!.owner !== 0;
}

/** @param wasReady - what its state was before the mutex was taken */
function startQueue(k: Kernel, queue: Ptr, wasReady: boolean): Prompt {
  const q = k.queues.at(queue, 'uacce_start_queue');
  const isReady =
    k.switches.uacceStart === 'checked-before-mutex' ? wasReady : q.state === queueState.init;
  if (!isReady) return EINVAL;
  const { qp } = q; // q->priv, in ops->start_queue
  const at = point(k.machine, 'startChecked');
  if (at) return runLater(k, q, qp, at);
  runQueue(k, q, qp);
  return 0;
}

function* runLater(k: Kernel, q: Queue, qp: Ptr, at: Pause): Call<number> {
  yield at;
  runQueue(k, q, qp);
  return 0;
}

type Queue = Kernel['queues']['rows'][number];

function runQueue(k: Kernel, q: Queue, qp = q.qp): void {
  k.qps.at(qp, 'start_queue').running = 1;
  q.state = queueState.started;
}

/** mm/mmap.c, mmap_region: the area, then what the driver makes of it; without the driver no area. */
export function* uacceFopsMmap(k: Kernel, task: Task, name: number, region: number): Call<number> {
  const file = findFile(k, name);
  if (file === 0 || !fdInstalled(k, task, file)) return EBADF;
  const { index } = k.mms.at(task.mm, 'vm_mmap_pgoff');
  const wait = k.locks.lock(k.mmapLock, index, 'vm_mmap_pgoff');
  if (wait) yield* wait;
  let ret = ENOMEM;
  const vma = k.vmas.alloc();
  if (vma !== 0) ret = yield* mapRegion(k, file, region, vma, task.mm);
  if (ret === 0) {
    if (k.switches.vmaLink === 'after-driver') {
      const at = point(k.machine, 'mmapMapped');
      if (at) yield at;
      link(k, vma, task.mm, file, region);
    }
    k.files.at(file, 'mmap_region').refs++;
  } else k.vmas.free(vma, 'mmap_region');
  k.locks.unlock(k.mmapLock, index);
  return ret;
}

/** From here on unmap_mapping_range can find the area. */
function link(k: Kernel, vma: Ptr, mm: Ptr, file: Ptr, region: number): void {
  const v = k.vmas.at(vma, 'mmap_region');
  v.mm = mm;
  v.file = file;
  v.queue = k.files.at(file, 'mmap_region').queue;
  v.region = region;
}

/** uacce_fops_mmap: each region of a queue once. The page table entries are there from here on. */
function* mapRegion(k: Kernel, file: Ptr, region: number, vma: Ptr, mm: Ptr): Call<number> {
  const qfr = k.qfrs.alloc();
  if (qfr === 0) return ENOMEM;
  const q = k.queues.at(k.files.at(file, 'uacce_fops_mmap').queue, 'uacce_fops_mmap');
  const isOfQueue = k.switches.uacceMmapMutex === 'of-queue';
  const mutex = isOfQueue ? k.queueMutex : k.uacceMutex;
  const index = isOfQueue ? q.index : q.device;
  const wait = k.locks.lock(mutex, index, 'uacce_fops_mmap');
  if (wait) yield* wait;
  const slot = region === 0 ? 'qfrMmio' : 'qfrDus';
  let ret = 0;
  if (q.state === queueState.zombie) {
    ret = k.switches.uacceDeadQueue === 'own-check' ? ENXIO : EINVAL;
  } else if (q[slot] !== 0) {
    ret = EEXIST;
  } else {
    k.qfrs.at(qfr, 'uacce_fops_mmap').region = region;
    q[slot] = qfr;
    k.vmas.at(vma, 'uacce_fops_mmap').qp = q.qp;
    if (k.switches.vmaLink === 'with-mapping') link(k, vma, mm, file, region);
  }
  if (ret === 0 || k.switches.uacceRefusal === 'unlocks') k.locks.unlock(mutex, index);
  if (ret !== 0 && k.switches.mmapUnwind === 'whole') k.qfrs.free(qfr, 'uacce_fops_mmap');
  return ret;
}

/** uacce_vma_close: frees the region that this mapping stood for. */
export function* uacceVmaClose(k: Kernel, vma: Ptr): Call<void> {
  const v = k.vmas.at(vma, 'uacce_vma_close');
  const q = k.queues.at(v.queue, 'uacce_vma_close');
  const slot = v.region === 0 ? 'qfrMmio' : 'qfrDus';
  const wait = k.locks.lock(k.queueMutex, q.index, 'uacce_vma_close');
  if (wait) yield* wait;
  const qfr = q[slot];
  if (k.switches.uacceVmaClose === 'forgets-region') q[slot] = 0;
  k.locks.unlock(k.queueMutex, q.index);
  k.qfrs.free(qfr, 'uacce_vma_close');
}

/**
 * uacce_remove: mappings are zapped, every queue stops and unbinds, then the device is gone. q->mutex keeps
 * mmap from a queue that is being put. (Linux zaps behind unbind: hisi_qm keeps the memory of a queue that
 * was put until its driver goes. Here it is freed at once.)
 */
export function* uacceRemove(k: Kernel, device: number): Call<void> {
  const wait = k.locks.lock(k.uacceMutex, device, 'uacce_remove');
  if (wait) yield* wait;
  for (const q of k.queues.rows) {
    if (q.live === 0 || q.listed === 0 || q.device !== device) continue;
    const queue = k.queues.pointer(q);
    const busy = k.locks.lock(k.queueMutex, q.index, 'uacce_remove');
    if (busy) yield* busy;
    const unlocksFirst = k.switches.uacceRemoveUnbind === 'after-unlock';
    if (k.switches.uacceRemove === 'unmaps')
      for (const v of k.vmas.rows) if (v.live !== 0 && v.queue === queue) zap(v);
    putQueue(k, queue);
    if (unlocksFirst) k.locks.unlock(k.queueMutex, q.index);
    const unbind = unbindQueue(k, queue);
    if (unbind) yield* unbind;
    if (!unlocksFirst) k.locks.unlock(k.queueMutex, q.index);
    const others = unbindHandles(k, queue);
    if (others) yield* others;
  }
  yield* armSmmuMasterDisableSva(k, device);
  k.devices[device]!.present = 0;
  unlockDevice(k, device);
}

/** unmap_mapping_range: the page table entries go, and with them every way to what they led to. */
function zap(v: Kernel['vmas']['rows'][number]): void {
  v.zapped = 1;
  v.qp = 0;
}

/** What the process was told at open. */
export function pasidOfFile(k: Kernel, name: number): number {
  return k.queues.at(k.files.at(findFile(k, name), 'ioctl').queue, 'ioctl').pasid;
}

/**
 * The hardware queue of a file, from open until it was given back: where a DMA comes from. It may still run
 * when the last descriptor is gone already.
 */
export function hardwareOf(k: Kernel, name: number) {
  const f = k.files.rows.find((row) => row.live !== 0 && row.queue !== 0 && row.name === name);
  if (f === undefined) return undefined;
  const { qp } = k.queues.at(f.queue, 'hardware');
  return qp === 0 ? undefined : k.qps.at(qp, 'hardware');
}

/** Of a file that the task has open; 0 if it has not. */
export function queueOf(k: Kernel, task: Task, name: number): Ptr {
  const file = findFile(k, name);
  if (file === 0 || !fdInstalled(k, task, file)) return 0;
  return k.files.at(file, 'fdget').queue;
}
