import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const execNotRestored: Defect = {
  id: 'exec-not-restored',
  title: 'the task that takes over a mapping is not charged for it',
  story:
    'A program that updates itself hands the virtual addresses of its mappings over with VFIO_DMA_UNMAP_FLAG_VADDR, and its successor sets its own addresses with VFIO_DMA_MAP_FLAG_VADDR. After exec the program has a new mm with nothing locked, and that mm is charged for none of the pages that stay pinned: RLIMIT_MEMLOCK no longer covers them. If another process takes over, the first one stays charged.',
  source:
    '90fdd158a695, “vfio/type1: restore locked_vm” (v6.3); Sistare, V8 of the series, 2023-01-31',
  fix: 'vfio_change_dma_owner: the new mm is charged within its limit, then the old one is credited if it is alive, then task, mm and capability change.',
  evidence: 'verified',
  switches: { vaddrUpdate: 'leaves-charge' },
  law: 'locked-vm',
  place: { command: 'map-vaddr', clause: 'too little is charged' },
  world: 'vfio-keep-on-exec',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'exec p0',
    'unmap-vaddr p0 c0 i0',
    'map-vaddr p0 c0 i0 a0',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'map-vaddr', clause: 'too much is charged' },
      world: 'vfio-tiny',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'fork p0 -> p1',
        'map p0 c0 i0 a0 1 rw',
        'unmap-vaddr p0 c0 i0',
        'map-vaddr p1 c0 i0 a0',
      ),
    },
    {
      law: 'memlock-limit',
      place: { command: 'map-vaddr', clause: 'over the limit' },
      world: 'vfio-tiny',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'fork p0 -> p1',
        'map p0 c0 i0 a0 2 rw',
        'setrlimit p1 1',
        'unmap-vaddr p0 c0 i0',
        'map-vaddr p1 c0 i0 a0',
      ),
    },
  ],
};
