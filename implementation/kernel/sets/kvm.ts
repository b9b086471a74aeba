import { fdInstall } from '../fs/fdtable.ts';
import type { FileOperations } from '../fs/file-operations.ts';
import { allocFile, type File } from '../fs/file-table.ts';
import { lockAllocator, unlockAllocator } from '../ioasid/ioasid.ts';
import type { Kernel } from '../kernel.ts';
import { EBUSY, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import { mmdrop, mmgrab } from '../mm/mm.ts';
import type { Task } from '../process/task.ts';
import { isToken } from './token.ts';

/**
 * A subscriber as the series describes KVM: it translates the PASIDs of its guest to those of the host. No patch of KVM was posted that
 * subscribes; Documentation/driver-api/ioasid.rst of the series (Pan, 2021-02-27) says what it does.
 */

/** KVM_CREATE_VM, and ioasid_register_notifier_mm: a set that comes later finds the subscriber. 0 or an error. */
export function openKvm(k: Kernel, task: Task): number {
  const file = allocFile(k, kvmFops);
  if (file === 0) return ENOMEM;
  const kvm = k.sets.kvms.alloc();
  const ret = kvm === 0 ? ENOMEM : register(k, kvm, task.mm);
  if (ret !== 0) {
    if (kvm !== 0) k.sets.kvms.free(kvm, 'ioasid_register_notifier_mm');
    k.files.free(file, 'do_sys_open');
    return ret;
  }
  mmgrab(k, task.mm);
  k.sets.files.at(file, 'ioasid_register_notifier_mm').kvm = kvm;
  fdInstall(k, task, file);
  return 0;
}

function register(k: Kernel, ptr: Ptr, mm: Ptr): number {
  const { kvms, sets } = k.sets;
  const kvm = kvms.at(ptr, 'ioasid_register_notifier_mm');
  lockAllocator(k, 'ioasid_register_notifier_mm');
  const set = sets.rows.find((s) => s.live !== 0 && s.closed === 0 && isToken(s, mm));
  const isTwice = kvms.rows.some((other) => other.live !== 0 && other.mm === mm);
  const isRefused = isTwice || (set !== undefined && set.count > 0);
  if (!isRefused) {
    kvm.mm = mm;
    kvm.id = k.mms.at(mm, 'ioasid_register_notifier_mm').id;
    kvm.set = set === undefined ? 0 : sets.pointer(set);
    kvm.noted = set === undefined && k.switches.setSubscribers === 'lost' ? 0 : 1;
  }
  unlockAllocator(k);
  return isRefused ? EBUSY : 0;
}

/** ioasid_set_alloc: the set finds those that wait for it. */
export function findsSubscribers(k: Kernel, set: Ptr, mm: Ptr): void {
  for (const kvm of k.sets.kvms.rows)
    if (kvm.live !== 0 && kvm.noted !== 0 && kvm.mm === mm) kvm.set = set;
}

/** The set has ended: its subscribers wait for the next one. */
export function losesSubscribers(k: Kernel, set: Ptr): void {
  for (const kvm of k.sets.kvms.rows) if (kvm.live !== 0 && kvm.set === set) kvm.set = 0;
}

/** A PASID of the set was bound, or is no longer bound: every subscriber is told, in atomic context. */
export function tellSubscribers(k: Kernel, pasid: number, isBound: boolean): void {
  k.machine.enters('ioasid_notify');
  const { set } = k.sets.ids[pasid]!;
  if (set === 0) return;
  for (const kvm of k.sets.kvms.rows)
    if (kvm.live !== 0 && kvm.set === set) translation(k, kvm.index, pasid).there = isBound ? 1 : 0;
}

export function translation(k: Kernel, kvm: number, pasid: number) {
  return k.sets.translations[kvm * k.ioasid.rows.length + pasid]!;
}

export const kvmFops: FileOperations = { release: releaseKvm };

// eslint-disable-next-line require-yield -- an operation of a file is a generator
function* releaseKvm(k: Kernel, file: File): Call<void> {
  const { kvm: ptr } = k.sets.files.at(k.files.pointer(file), 'ioasid_unregister_notifier_mm');
  const kvm = k.sets.kvms.at(ptr, 'ioasid_unregister_notifier_mm');
  for (let n = 0; n < k.ioasid.rows.length; n++) translation(k, kvm.index, n).there = 0;
  const { mm } = kvm;
  k.sets.kvms.free(ptr, 'ioasid_unregister_notifier_mm');
  mmdrop(k, mm);
}
