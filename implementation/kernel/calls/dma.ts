import { ok } from '../../../model/answer.ts';
import { C_BAD_CD, translate } from '../smmu-v3/context-descriptor.ts';
import { hardwareOf } from '../uacce/uacce.ts';
import type { SystemCall } from './call.ts';

// oxlint-disable-next-line require-yield -- hardware does not wait for the kernel
export const dma: SystemCall<{ file: number }> = function* (k, c) {
  const qp = hardwareOf(k, c.file);
  if (qp === undefined || qp.running === 0) return ok(C_BAD_CD);
  return ok(translate(k, qp.device, qp.pasid));
};
