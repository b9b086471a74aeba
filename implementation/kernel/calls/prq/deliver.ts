import { deliver as deliverAll } from '../../iommu/intel/link.ts';
import type { SystemCall } from '../call.ts';

export const deliver: SystemCall<{ device: number }> = {
  context: 'at once',
  run(k, { device }) {
    deliverAll(k, device);
    return 0;
  },
};
