import { acceleratorOf } from '../../pci/accelerator.ts';
import type { SystemCall } from '../call.ts';

export const abort: SystemCall<{ file: number }> = {
  context: 'at once',
  run: (k, c) => acceleratorOf(k).abort!(k, c.file),
};
