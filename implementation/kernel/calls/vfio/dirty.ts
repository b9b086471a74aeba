import { containerIoctl } from '../../vfio/container.ts';
import { trackDirty } from '../../vfio/type1.ts';
import type { SystemCall } from '../call.ts';

export const dirty: SystemCall<{ process: number; container: number; change: string }> = {
  context: 'process',
  run(k, c, task) {
    return containerIoctl(k, task, c.container, (iommu) =>
      trackDirty(k, iommu, c.change === 'start'),
    );
  },
};
