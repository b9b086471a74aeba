import { type Answer, ok } from '../../../../model/answer.ts';
import type { Kernel } from '../../kernel.ts';
import { dmaResult } from '../../iommu/iommu-ops.ts';
import { translate } from '../../iommu/iommu.ts';
import { answerOf } from '../../machine/errno.ts';

/** What the device reached for a descriptor, as a return value beside errors: 0 is a fault. */
export function reachedBy(k: Kernel, device: number, pasid: number): number {
  return translate(k, device, pasid) - dmaResult.fault;
}

export function reached(_k: Kernel, _c: object, ret: number): Answer {
  return ret < 0 ? answerOf(ret) : ok(ret + dmaResult.fault);
}
