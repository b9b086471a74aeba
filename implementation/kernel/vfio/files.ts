import { fdInstall, fdInstalled } from '../fs/fdtable.ts';
import type { FileOperations } from '../fs/file-operations.ts';
import { allocFile, type File } from '../fs/file-table.ts';
import type { Kernel } from '../kernel.ts';
import type { Ptr } from '../machine/slab.ts';
import type { Task } from '../process/task.ts';
import type { inFile } from './tables.ts';

/** Files of VFIO: of a container, of a group, of a device. */

/** A file with the fields of VFIO. */
export type VfioFile = File<keyof typeof inFile>;

/** Such a file of the task; 0 if it has none open. */
export function findFileOf(
  k: Kernel,
  task: Task,
  fops: FileOperations,
  matches: (file: VfioFile) => boolean,
): Ptr {
  const { files } = k.vfio;
  const op = k.ops.files.numberOf(fops);
  for (const f of files.rows)
    if (f.live !== 0 && f.op === op && matches(f) && fdInstalled(k, task, files.pointer(f)))
      return files.pointer(f);
  return 0;
}

/** A new file of a group, or of its device, in the descriptor table of the task. False if the allocation fails. */
export function newFile(k: Kernel, task: Task, fops: FileOperations, group: number): boolean {
  const file = allocFile(k, fops);
  if (file === 0) return false;
  k.vfio.files.at(file, 'alloc_file').group = group + 1;
  fdInstall(k, task, file);
  return true;
}
