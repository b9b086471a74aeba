import { ok } from '../../../../model/answer.ts';
import { requestPage } from '../../iommu/intel/device.ts';
import { answerOf, ENXIO } from '../../machine/errno.ts';
import { acceleratorOf } from '../../pci/accelerator.ts';
import type { SystemCall } from '../call.ts';

export const request: SystemCall<{ file: number; prg: number; place: 'last' | 'more' }> = {
  context: 'at once',
  run(k, c) {
    const queue = acceleratorOf(k).hardwareOf(k, c.file);
    if (queue === undefined) return ENXIO;
    return requestPage(k, queue.device, queue.pasid, c.prg, c.place === 'last', queue.mm!);
  },
  answer: (_k, _c, ret) => (ret < 0 ? answerOf(ret) : ok(ret)),
};
