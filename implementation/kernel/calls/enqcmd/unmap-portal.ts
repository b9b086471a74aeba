import { findFile } from '../../fs/file-table.ts';
import { vmMunmap } from '../../mm/vma.ts';
import type { SystemCall } from '../call.ts';

export const unmapPortal: SystemCall<{ process: number; file: number }> = {
  context: 'process',
  run: (k, c, task) => vmMunmap(k, task.mm, findFile(k, c.file), 0),
};
