import { regions } from '../../../../model/sva/state.ts';
import { findFile } from '../../fs/file-table.ts';
import { munmapRest } from '../../mm/vma.ts';
import type { SystemCall } from '../call.ts';

export const munmapPart: SystemCall<{
  process: number;
  file: number;
  region: 'mmio' | 'dus';
}> = {
  context: 'process',
  run(k, c, task) {
    return munmapRest(k, task.mm, findFile(k, c.file), regions.indexOf(c.region));
  },
};
