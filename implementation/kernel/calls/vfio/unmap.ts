import { ok } from '../../../../model/answer.ts';
import { answerOf } from '../../machine/errno.ts';
import { containerIoctl } from '../../vfio/container.ts';
import type { SystemCall } from '../call.ts';
import { slot } from '../slots.ts';

interface Unmap {
  readonly process: number;
  readonly container: number;
  readonly iova: string;
  readonly pages: string;
}

export const unmap: SystemCall<Unmap> = {
  context: 'process',
  run(k, c, task) {
    return containerIoctl(k, task, c.container, {
      cmd: 'VFIO_IOMMU_UNMAP_DMA',
      iova: slot(c.iova),
      pages: Number(c.pages),
    });
  },
  answer: (_k, _c, ret) => (ret < 0 ? answerOf(ret) : ok(ret)),
};
