import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const threadExitOrphansDma: Defect = {
  id: 'thread-exit-orphans-dma',
  title: 'a mapping cannot be unmapped after the thread that made it has exited',
  story:
    'A mapping keeps the thread that made it, and looks up the mm in that task each time. After the thread has exited it has no mm, although the process lives on. Then unmap by another thread stops at the mapping, as it does at a mapping of another mm, and reports 0 bytes; credits go to nobody; and a driver’s pin returns ENODEV. QEMU maps in the thread of a virtual CPU, which exits when that CPU is unplugged.',
  source:
    'vfio_dma_do_unmap of v4.10 to v4.17; the long comment in vfio_dma_do_map of later kernels, which mentions QEMU',
  fix: 'dma->task = current->group_leader (v4.18).',
  evidence: 'verified',
  releases: ['linux-4.10', 'linux-4.12'],
  switches: { dmaOwner: 'mapping-thread' },
  given: { unmapBy: 'owner' },
  law: 'answers-conform',
  place: { command: 'unmap', answer: 'another number of pages' },
  world: 'vfio-threads',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'thread p0 -> p1',
    'map p1 c0 i0 a0 1 rw',
    'exit p1',
    'unmap p0 c0 i0 1',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'unmap', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'thread p0 -> p1',
        'map p1 c0 i0 a0 1 rw',
        'exit p1',
        'unmap p0 c0 i0 1',
      ),
    },
    {
      law: 'isolation',
      place: { clause: 'the IOMMU maps what nobody maps' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'thread p0 -> p1',
        'map p1 c0 i0 a0 1 rw',
        'exit p1',
        'unmap p0 c0 i0 1',
      ),
    },
    {
      law: 'locked-vm',
      place: { command: 'detach', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'thread p0 -> p1',
        'map p1 c0 i0 a0 1 rw',
        'exit p1',
        'detach p0 g1',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'pin', answer: 'ENODEV' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'thread p0 -> p1',
        'map p1 c0 i0 a0 1 rw',
        'exit p1',
        'pin g0 i0 1',
      ),
    },
  ],
};
