import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import type { Task } from '../process/task.ts';
import type { File } from './file-table.ts';

/** The request of an ioctl; each driver has its own requests. */
export interface Request {
  readonly cmd: string;
}

/** include/uapi/asm-generic/poll.h: an event of poll, for a file that cannot be polled. */
export const POLLNVAL = 0x20;

/** struct file_operations: the functions of a driver for its files. They return 0 or more for success, or an error. */
export interface FileOperations {
  /** The file is new and not yet in a descriptor table. `device`: which of the driver’s. */
  open?(k: Kernel, task: Task, file: Ptr, device: number): Call<number>;
  /** The last descriptor and the last mapping are closed; the struct is freed afterwards. */
  release(k: Kernel, file: File): Call<void>;
  /** unlocked_ioctl */
  ioctl?(k: Kernel, task: Task, file: Ptr, request: Request): Call<number>;
  /** Asks the driver for events: a mask, which is never negative. */
  poll?(k: Kernel, file: Ptr): Call<number>;
  /** The bytes written, or what the driver says instead. */
  write?(k: Kernel, task: Task, file: Ptr): Call<number>;
  /** Fills in the area and maps it, with remapPfnRange. `pgoff`: which part of the file. `pages`: its length. */
  mmap?(k: Kernel, file: Ptr, area: Ptr, mm: Ptr, pgoff: number, pages: number): Call<number>;
  /** Its descriptors are always made with O_CLOEXEC. */
  readonly isCloexec?: true;
}
