import type { Kernel } from '../kernel.ts';
import type { Call } from '../machine/pause.ts';
import type { Ptr } from '../machine/slab.ts';
import type { Task } from '../process/task.ts';
import type { File } from './file-table.ts';

/** What an ioctl asks for; each driver has requests of its own. */
export interface Request {
  readonly cmd: string;
}

/** struct file_operations: what a driver does when one of its files is used. 0 or more for success, or an error. */
export interface FileOperations {
  /** The file is new and not yet in a descriptor table. `device`: which of the driver’s. */
  open?(k: Kernel, task: Task, file: Ptr, device: number): Call<number>;
  /** The last descriptor and the last mapping are gone; the struct is freed afterwards. */
  release(k: Kernel, file: File): Call<void>;
  /** unlocked_ioctl */
  ioctl?(k: Kernel, task: Task, file: Ptr, request: Request): Call<number>;
  /** Fills in the area and maps it, with remapPfnRange. `pgoff`: which part of the file. */
  mmap?(k: Kernel, file: Ptr, area: Ptr, mm: Ptr, pgoff: number): Call<number>;
  /** Its descriptors are made with O_CLOEXEC, whatever the program asks for. */
  readonly isCloexec?: true;
}
