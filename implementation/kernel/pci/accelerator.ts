import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Task } from '../process/task.ts';

/** A hardware queue as the source of a DMA: the device, the PASID that tags its requests, and whether it works. */
export interface HardwareQueue {
  readonly device: number;
  readonly pasid: number;
  readonly running: number;
  /** The id of the mm for which it works, where devices request pages. No kernel knows it; it tells whose page a request is for. */
  readonly mm?: number;
}

/**
 * The driver of devices that do SVA, as the commands of a trace reach it. No ops table of Linux: there, each driver has files of its
 * own, and the rest is the hardware.
 */
export interface Accelerator {
  /** open of the device’s node. 0 or an error. @param name - of the file in the trace */
  open(k: Kernel, task: Task, device: number, name: number): Call<number>;
  /** The same through a driver that binds under a PASID of the bond alone, where there is one. */
  openPrivate?(k: Kernel, task: Task, device: number, name: number): Call<number>;
  /** The PASID that open returned to the process. */
  pasidOfFile(k: Kernel, name: number): number;
  /** The hardware queue that works for a file, if it has one. */
  hardwareOf(k: Kernel, name: number): HardwareQueue | undefined;
  /** Where a program’s descriptor for a file goes, and the PASID that the queue gives it; none if it has that of its submitter. */
  queueOf?(
    k: Kernel,
    name: number,
  ): { readonly device: number; readonly pasid: number | undefined } | undefined;
  /** The device aborts its work for a file, without waiting for anything. 0 or an error. */
  abort?(k: Kernel, name: number): number;
  /** Whether a queue that was started is of a device that is gone, even if another one is in its place. */
  isUnplugged(k: Kernel, name: number): boolean;
}

/** The driver of this world’s devices. */
export function acceleratorOf(k: Kernel): Accelerator {
  return k.ops.accelerators.at(k.pci.accelerator);
}
