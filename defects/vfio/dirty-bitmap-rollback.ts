import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const dirtyBitmapRollback: Defect = {
  id: 'dirty-bitmap-rollback',
  title: 'dirty tracking that fails to start keeps the bitmaps that it allocated',
  story:
    'vfio_dma_bitmap_alloc_all walks the mappings. When the bitmap of one cannot be allocated, it walks back to free the earlier ones, but each time frees the bitmap of the mapping that failed. A remaining bitmap is freed with its mapping. If tracking is started again before that, a new bitmap replaces it and the old one leaks.',
  source:
    'Li RongQing, 2025-05-21, “vfio/type1: fixed rollback in vfio_dma_bitmap_alloc_all()”; since v5.8',
  fix: 'Free the bitmap of the mapping that the walk back has reached.',
  evidence: 'verified',
  releases: ['linux-6.3'],
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
