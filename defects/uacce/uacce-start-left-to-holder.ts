import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceStartLeftToHolder: Defect = {
  id: 'uacce-start-left-to-holder',
  title: 'start returns success before the hardware runs if another task holds the device',
  story:
    'START_Q does not wait for the mutex of the device. If another task holds it, in an open for instance, START_Q leaves the start to that task and returns success. Until that task is done the queue does not run, and the work of the caller is refused.',
  source: 'nobody made it: uacce_fops_unl_ioctl (v6.0) waits for uacce->mutex',
  fix: 'Wait for the mutex.',
  evidence: 'hypothesis',
  switches: { uacceStart: 'left-to-holder' },
  law: 'linearizability',
  place: { command: 'dma', answer: 'ENXIO' },
  world: 'sva-small',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'clone p0 -> p1',
    'open p0 d0 -> f1 [stops at iommu_sva_bind_device: before group->mutex]',
    'start p1 f0',
    'dma f0',
  ),
};
