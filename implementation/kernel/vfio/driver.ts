import type { Kernel } from '../kernel.ts';
import { EINVAL, ENOMEM } from '../machine/errno.ts';
import type { Call } from '../machine/pause.ts';
import { mutexLock, point } from '../machine/wait.ts';
import { lockIommu, unlockIommu } from './iommu-lock.ts';
import { vfioPinPages, vfioUnpinPages } from './pin-pages.ts';
import { vfioPoints } from './points.ts';

/**
 * The driver of a device that pins pages (usually a mediated device): it keeps a record of its pins, is notified
 * when a range is unmapped, and unpins everything when the device is closed.
 */

function pinsAt(k: Kernel, group: number, iova: number) {
  return k.vfio.driverPins[group * k.vfio.iovas + iova];
}

/** The device is opened: its driver registers for VFIO_IOMMU_NOTIFY_DMA_UNMAP. */
export function* openDriver(k: Kernel, group: number): Call<void> {
  k.machine.enters('vfio_register_notifier');
  yield* changesList(k, group, 'vfio_iommu_type1_register_device');
  const { drivers } = k.vfio;
  drivers[group]!.listens = 1 + Math.max(...drivers.map((d) => d.listens));
}

/** It is no longer notified; those that registered later move up. */
function stopListening(k: Kernel, group: number): void {
  const { drivers } = k.vfio;
  const { listens } = drivers[group]!;
  if (listens === 0) return;
  drivers[group]!.listens = 0;
  for (const d of drivers) if (d.listens > listens) d.listens--;
}

/** The list of devices (v6.0) changes under iommu->lock and its own lock. A driver that pins is added to it and taken off. */
function* changesList(k: Kernel, group: number, where: string): Call<void> {
  if (k.switches.driverList !== 'locked') return;
  const { groups, containers, deviceListLock } = k.vfio;
  const { iommu } = containers.at(groups[group]!.container, where);
  const { index } = k.vfio.iommus.at(iommu, where);
  yield* lockIommu(k, iommu, where);
  yield* mutexLock(k, deviceListLock, index, where);
  k.locks.unlock(deviceListLock, index);
  unlockIommu(k, iommu, where);
}

/** The driver pins pages for its device. The number of pages, or an error. */
export function* driverPins(k: Kernel, group: number, iova: number, pages: number): Call<number> {
  const isLocked = k.switches.driverRecord === 'under-lock';
  if (isLocked) yield* lockDriver(k, group, 'pin');
  // A driver that was asked just before the device was closed finds it closed.
  const asks = k.vfio.drivers[group]!.listens !== 0 || k.switches.driverAsks === 'any-time';
  const ret = asks ? yield* pinAndRecord(k, group, iova, pages) : EINVAL;
  if (isLocked) unlockDriver(k, group);
  return ret;
}

function* pinAndRecord(k: Kernel, group: number, iova: number, pages: number): Call<number> {
  const ret = yield* vfioPinPages(k, group, iova, pages);
  if (ret <= 0) return ret;
  yield* point(k, vfioPoints.driverPinned);
  // The driver’s own step, which may fail, for example to register the pages with its hardware.
  if (k.machine.allocationFails('driver')) {
    if (k.switches.driverUnwind === 'unpins') yield* vfioUnpinPages(k, group, iova, pages);
    return ENOMEM;
  }
  for (let i = 0; i < pages; i++) pinsAt(k, group, iova + i)!.count++;
  return ret;
}

/** The driver no longer needs pages. 0 or an error. */
export function* driverUnpins(k: Kernel, group: number, iova: number, pages: number): Call<number> {
  yield* lockDriver(k, group, 'unpin');
  const ret = yield* forget(k, group, iova, pages, 1);
  unlockDriver(k, group);
  return ret;
}

/** Unpins the recorded pages of a range: each page `times` times, or completely. */
function* forget(
  k: Kernel,
  group: number,
  iova: number,
  pages: number,
  times: number,
): Call<number> {
  let ret = 0;
  for (let i = iova; i < iova + pages; i++) {
    const row = pinsAt(k, group, i);
    if (row === undefined) break;
    for (let n = 0; n < times && row.count > 0; n++) {
      row.count--;
      const handled = yield* vfioUnpinPages(k, group, i, 1);
      if (handled < 0) ret = handled;
    }
  }
  return ret;
}

/** An unmap begins: no driver has been notified yet. */
export function forgetNotices(k: Kernel): void {
  for (const driver of k.vfio.drivers) driver.notified = 0;
}

/** The callback of the driver: this range is about to be unmapped. False (NOTIFY_BAD) if it keeps pages of the range. */
export function* driverIsTold(
  k: Kernel,
  group: number,
  iova: number,
  pages: number,
): Call<boolean> {
  const { drivers, iovas } = k.vfio;
  const end = Math.min(iova + pages, iovas);
  for (let i = iova; i < end; i++) drivers[group]!.notified |= 1 << i;
  if (k.switches.driverUnmap === 'ignores') return !hasPins(k, group, iova, end);
  yield* lockDriver(k, group, 'dma_unmap');
  yield* forget(k, group, iova, pages, Infinity);
  unlockDriver(k, group);
  return true;
}

function hasPins(k: Kernel, group: number, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (pinsAt(k, group, i)!.count > 0) return true;
  return false;
}

/** The last descriptor of the device is closed. */
export function* closeDriver(k: Kernel, group: number): Call<void> {
  if (k.switches.driverClose === 'unregisters-first') stopListening(k, group);
  yield* lockDriver(k, group, 'close_device');
  const { iovas } = k.vfio;
  if (k.switches.driverClose !== 'left-to-core') yield* forget(k, group, 0, iovas, Infinity);
  else for (let i = 0; i < iovas; i++) pinsAt(k, group, i)!.count = 0;
  stopListening(k, group);
  unlockDriver(k, group);
  yield* changesList(k, group, 'vfio_iommu_type1_unregister_device');
}

function* lockDriver(k: Kernel, group: number, where: string): Call<void> {
  yield* mutexLock(k, k.vfio.driverLock, group, where);
}

function unlockDriver(k: Kernel, group: number): void {
  k.locks.unlock(k.vfio.driverLock, group);
}
