import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const vaddrWaitBlocksMdev: Defect = {
  id: 'vaddr-wait-blocks-mdev',
  title: 'a driver’s pin waits for a virtual address that nobody will supply',
  story:
    'While the virtual address of a mapping is handed over, nothing can be pinned, so a pin waits (vfio_wait), and so does an attach that has to pin. User space decides when the wait ends: a program that never sets the new address, or is killed, blocks the kernel threads of a mediated device’s driver for ever.',
  source:
    'ef3a3f6a294b, “vfio/type1: exclude mdevs from VFIO_UPDATE_VADDR” (v6.3); Sistare, V4 of the series, 2022-12-15',
  fix: 'EBUSY: for handing over while a mediated device is attached, for attach while an address is handed over, and for pin.',
  evidence: 'verified',
  switches: { vaddrWithMediated: 'waited-for' },
  law: 'answers-conform',
  place: { command: 'pin', answer: 'HUNG' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'unmap-vaddr p0 c0 i0',
    'pin g0 i0 1',
  ),
  also: [
    {
      law: 'no-splat',
      place: {
        splat: 'hung task',
        where: 'vfio_wait',
        what: 'driver gN waits for vaddr_wait N, which nobody holds and has returned with it',
      },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'unmap-vaddr p0 c0 i0',
        'pin g0 i0 1',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'unmap-vaddr', answer: 'success' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'unmap-vaddr p0 c0 i0',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'attach', answer: 'HUNG' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'unmap-vaddr p0 c0 i0',
        'attach p0 c0 g1',
      ),
    },
  ],
};
