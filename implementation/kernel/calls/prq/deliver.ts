import { ok } from '../../../../model/answer.ts';
import { deliver as deliverAll } from '../../iommu/intel/link.ts';
import type { SystemCall } from '../call.ts';

export const deliver: SystemCall<{ device: number }> = {
  context: 'at once',
  run: (k, { device }) => deliverAll(k, device),
  answer: (_k, _c, ret) => ok(ret),
};
