import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const refusalEndsNotifierChain: Defect = {
  id: 'refusal-ends-notifier-chain',
  title: 'a driver that keeps its pages hides an unmap from the drivers behind it',
  story:
    'Until v5.19 unmap notifies the drivers through a chain of notifiers. A driver that cannot let go answers NOTIFY_BAD, and that ends the chain: the drivers that registered later are not notified. Each of the ten rounds ends at the same driver. The answer of the chain is not read, so the caller cannot tell. The others go on using their pages, and when the first one recovers, they have lost a chance to unpin.',
  source:
    'blocking_notifier_call_chain in vfio_dma_do_unmap, v4.10 to v5.19; notifier_call_chain in kernel/notifier.c ends at NOTIFY_STOP_MASK; vfio_ccw_mdev_notifier in drivers/s390/cio/vfio_ccw_ops.c (v4.12 to v5.19) answers NOTIFY_BAD if the reset of its device fails. Since “vfio: Replace the DMA unmapping notifier with a callback” (v6.0) no driver answers',
  fix: 'Notify every driver, whatever another one answers.',
  evidence: 'inferred',
  switches: { noticeChain: 'ends-at-refusal' },
  given: { driverUnmap: 'ignores' },
  law: 'drivers-notified',
  place: { clause: 'unmap gives up without notifying a driver' },
  world: 'vfio-pinning',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'pin g1 i0 1',
    'unmap p0 c0 i0 1',
  ),
};
