import { ownName, pointerTo } from '../../../memory/kinds.ts';
import type { World } from '../../../model/world.ts';
import { fdsOf } from '../fs/fdtable.ts';
import { iommuSvaBindDevice, iommuSvaGetPasid, iommuSvaUnbindDevice } from '../iommu/iommu-sva.ts';
import type { Kernel } from '../kernel.ts';
import { EBADF, ENODEV, ENOMEM } from '../machine/errno.ts';
import type { Machine } from '../machine/machine.ts';
import type { Call } from '../machine/pause.ts';
import { type Ptr, IN_ORDER, Slab } from '../machine/slab.ts';
import { mutexLock } from '../machine/wait.ts';
import type { Task } from '../process/task.ts';
import { queueOf, unlockDevice } from './queue.ts';
import { svaOf } from '../../../model/sva/bounds.ts';

/** A driver that, besides uacce’s operations, binds on request in ioctls, and keeps the handles in its file. */

/** The data of a driver that binds on request (the command bind), in its file. `name`: its name in the trace. */
export function handleSlab(m: Machine, world: World, bond: string) {
  return new Slab(
    m,
    'handle',
    svaOf(world).files + 8,
    {
      name: ownName('handle'),
      queue: pointerTo('uacce_queue'),
      bond: pointerTo(bond),
    },
    IN_ORDER,
  );
}

/** A driver’s ioctl that binds the caller’s mm through an open file. 0 or an error. */
export function* bindThroughFile(
  k: Kernel,
  task: Task,
  name: number,
  handle: number,
): Call<number> {
  const queue = queueOf(k, task, name);
  if (queue === 0) return EBADF;
  const q = k.uacce.queues.at(queue, 'ioctl');
  yield* mutexLock(k, k.uacce.mutex, q.device, 'ioctl');
  // A file that outlived its device has no bond and takes no new one.
  const isGone = q.bond === 0 || !k.uacce.qms.isLive(q.qm);
  const ret = isGone ? ENODEV : yield* keepHandle(k, task, queue, handle);
  unlockDevice(k, q.device);
  return ret;
}

function* keepHandle(k: Kernel, task: Task, queue: Ptr, name: number): Call<number> {
  const ptr = k.uacce.handles.alloc();
  if (ptr === 0) return ENOMEM;
  const { device } = k.uacce.queues.at(queue, 'ioctl');
  const { dev } = k.pci.devices[device]!;
  const bond = yield* iommuSvaBindDevice(k, device, dev, task.mm);
  if (bond < 0) {
    k.uacce.handles.free(ptr, 'ioctl');
    return bond;
  }
  const h = k.uacce.handles.at(ptr, 'ioctl');
  h.name = name;
  h.queue = queue;
  h.bond = bond;
  return 0;
}

/** Its counterpart. 0 or an error. */
export function* unbindThroughFile(k: Kernel, task: Task, handle: number): Call<number> {
  const found = findHandle(k, handle);
  if (found === undefined || !holdsQueue(k, task, found.queue)) return EBADF;
  const { device } = k.uacce.queues.at(found.queue, 'ioctl');
  yield* mutexLock(k, k.uacce.mutex, device, 'ioctl');
  // Another task that shares the file may have been faster.
  const h = findHandle(k, handle);
  if (h !== undefined) {
    yield* iommuSvaUnbindDevice(k, h.bond);
    k.uacce.handles.free(k.uacce.handles.pointer(h), 'ioctl');
  }
  unlockDevice(k, device);
  return h === undefined && k.switches.unbindOfGone === 'refused' ? EBADF : 0;
}

/** A handle that is being made has no bond yet. */
function findHandle(
  k: Kernel,
  name: number,
): ReturnType<typeof handleSlab>['rows'][number] | undefined {
  for (const h of k.uacce.handles.rows)
    if (h.live !== 0 && h.bond !== 0 && h.name === name) return h;
  return undefined;
}

function holdsQueue(k: Kernel, task: Task, queue: Ptr): boolean {
  const fds = fdsOf(k, task);
  for (const f of k.uacce.files.rows)
    if (f.live !== 0 && f.queue === queue && (fds & (1 << f.index)) !== 0) return true;
  return false;
}

/** Releases the handles that a driver made for this file in ioctls. */
export function* unbindHandles(k: Kernel, queue: Ptr): Call<void> {
  for (const h of k.uacce.handles.rows)
    if (h.live !== 0 && h.queue === queue) {
      yield* iommuSvaUnbindDevice(k, h.bond);
      k.uacce.handles.free(k.uacce.handles.pointer(h), 'release');
    }
}

/** The PASID that bind returned to the process. */
export function pasidOfHandle(k: Kernel, name: number): number {
  return iommuSvaGetPasid(k, findHandle(k, name)!.bond);
}
