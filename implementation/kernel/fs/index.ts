import type { Kernel } from '../kernel.ts';
import type { Subsystem } from '../subsystem.ts';
import { filesSlab } from './fdtable.ts';
import { delayedFput, fileSlab, type Files } from './file-table.ts';

/** fs/file_table.c, fs/file.c, fs/open.c: open files and descriptor tables. */
export const fs: Subsystem<OpenFiles> = {
  name: 'fs',
  isIn: () => true,
  tables: (k) => new OpenFiles(k),
  switches: undefined,
  ops: { works: [delayedFput] },
  slabs: ({ files }) => [files],
};

export class OpenFiles {
  readonly files: Files;
  readonly filesStructs: ReturnType<typeof filesSlab>;

  constructor(k: Kernel) {
    this.files = fileSlab(k);
    this.filesStructs = filesSlab(k.machine, k.world);
  }
}
