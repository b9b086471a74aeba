import { ok } from '../../../../model/answer.ts';
import { answerOf, ENXIO } from '../../machine/errno.ts';
import { C_BAD_CD, translate } from '../../iommu/arm-smmu-v3/context-descriptor.ts';
import { hardwareOf } from '../../uacce/uacce.ts';
import type { SystemCall } from '../call.ts';

export const dma: SystemCall<{ file: number }> = {
  context: 'at once',
  run(k, c) {
    const qp = hardwareOf(k, c.file);
    if (qp === undefined || qp.running === 0) return ENXIO;
    return translate(k, qp.device, qp.pasid);
  },
  answer: (_k, _c, ret) => (ret < C_BAD_CD ? answerOf(ret) : ok(ret)),
};
