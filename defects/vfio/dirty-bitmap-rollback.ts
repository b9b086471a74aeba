import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const dirtyBitmapRollback: Defect = {
  id: 'dirty-bitmap-rollback',
  title: 'dirty tracking that fails to start keeps the bitmaps that it allocated',
  story:
    'vfio_dma_bitmap_alloc_all goes through the mappings; when one gets no bitmap, it goes back to free those before it, but frees that of the one that failed, as often as there are others. A bitmap that is left goes with its mapping; if tracking is started again before, the new one takes its place and the old one is lost.',
  source:
    'Li RongQing, 2025-05-21, “vfio/type1: fixed rollback in vfio_dma_bitmap_alloc_all()”; since v5.8',
  fix: 'Free the bitmap of the mapping that the way back has come to.',
  evidence: 'verified',
  switches: { dirtyUnwind: 'failing-one' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'map p0 c0 i1 a0 1 rw',
    'dirty p0 c0 start [allocation 2 fails]',
    'dirty p0 c0 start',
    'exit p0',
  ),
};
