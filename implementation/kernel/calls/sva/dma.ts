import { ok } from '../../../../model/answer.ts';
import { dmaResult } from '../../iommu/iommu-ops.ts';
import { translate } from '../../iommu/iommu.ts';
import { answerOf, ENXIO } from '../../machine/errno.ts';
import { acceleratorOf } from '../../pci/accelerator.ts';
import type { SystemCall } from '../call.ts';

export const dma: SystemCall<{ file: number }> = {
  context: 'at once',
  run(k, c) {
    // The stream table entry of a device that was released aborts, without an event (arm_smmu_release_device).
    const driver = acceleratorOf(k);
    if (driver.isUnplugged(k, c.file)) return dmaResult.aborted;
    const qp = driver.hardwareOf(k, c.file);
    if (qp === undefined || qp.running === 0) return ENXIO;
    return translate(k, qp.device, qp.pasid);
  },
  answer: (_k, _c, ret) => (ret < dmaResult.fault ? answerOf(ret) : ok(ret)),
};
