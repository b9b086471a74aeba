import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const unmapLocksGroupsTwice: Defect = {
  id: 'unmap-locks-groups-twice',
  title: 'a driver that unpins from within an unmap waits for a process that plugs a device in',
  story:
    'Until v4.12 the ioctl of a container and a driver’s pin and unpin hold group_lock for reading. Unmap notifies the driver, whose unpin takes the lock a second time. Another process that attaches or detaches a device waits to write it, and a waiting writer keeps new readers out: the unpin waits behind the writer, the writer waits for the unmap, and the unmap waits for the unpin. A driver that pins under the lock that its callback takes has the two locks in both orders.',
  source:
    'vfio_pin_pages, vfio_unpin_pages and vfio_fops_unl_ioctl in drivers/vfio/vfio.c, v4.10 to v4.12; 7f56c30bd0a2, “vfio: Remove unnecessary uses of vfio_container.group_lock” (v4.13)',
  fix: 'Pin and unpin do not hold group_lock: the count of the container’s users keeps its backend, and the backend has its own lock.',
  evidence: 'verified',
  releases: ['linux-4.10', 'linux-4.12'],
  switches: { pinGroupLock: 'held' },
  law: 'no-splat',
  place: {
    splat: 'inverted lock order',
    where: 'vfio_pin_pages',
    what: 'group_lock under driver lock',
  },
  world: 'vfio-alone',
  shortest: parseSteps('container p0 type1v2 -> c0', 'attach p0 c0 g0', 'pin g0 i0 1'),
  also: [
    {
      law: 'no-splat',
      place: {
        splat: 'inverted lock order',
        where: 'vfio_unpin_pages',
        what: 'group_lock under driver lock',
      },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'unmap p0 c0 i0 1',
      ),
    },
    {
      law: 'no-splat',
      place: {
        splat: 'deadlock',
        where: 'vfio_unpin_pages',
        what: 'pN waits for group_lock N, which pN waits to write; pN waits for group_lock N, which pN holds',
      },
      world: 'vfio-tiny',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'fork p0 -> p1',
        'unmap p0 c0 i0 1 [stops at vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told]',
        'attach p1 c0 g1',
        'continue p0',
      ),
    },
    {
      law: 'unmap-terminates',
      place: { command: 'unmap', answer: 'HUNG' },
      world: 'vfio-tiny',
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'fork p0 -> p1',
        'unmap p0 c0 i0 1 [stops at vfio_notify_dma_unmap: iommu->lock dropped, drivers not yet told]',
        'attach p1 c0 g1',
        'continue p0',
      ),
    },
  ],
};
