import { ok } from '../../../../model/answer.ts';
import { requestPage } from '../../iommu/intel/device.ts';
import type { Kernel } from '../../kernel.ts';
import { answerOf, ENXIO } from '../../machine/errno.ts';
import { acceleratorOf } from '../../pci/accelerator.ts';
import type { SystemCall } from '../call.ts';

interface Asks {
  readonly file: number;
  readonly prg: number;
  readonly place: 'last' | 'more';
}

export const request = asking(false);
export const send = asking(true);

function asking(isSlow: boolean): SystemCall<Asks> {
  return {
    context: 'at once',
    run: (k, c) => ask(k, c, isSlow),
    answer: (_k, _c, ret) => (ret < 0 ? answerOf(ret) : ok(ret)),
  };
}

function ask(k: Kernel, { file, prg, place }: Asks, isSlow: boolean): number {
  const queue = acceleratorOf(k).hardwareOf(k, file);
  if (queue === undefined) return ENXIO;
  const { device, pasid } = queue;
  return requestPage(k, { device, pasid, prg, isLast: place === 'last', asked: queue.mm! }, isSlow);
}
