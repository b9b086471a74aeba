import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const pinVsUnmapRecordRace: Defect = {
  id: 'pin-vs-unmap-record-race',
  title: 'unmap asks a driver to unpin a page before the driver has recorded its pin',
  story:
    'A driver calls vfio_pin_pages and then records the pages. An unmap in between notifies the driver that the range is removed; the driver finds nothing in its records and returns. The page stays pinned, so unmap notifies it again, until it stops the machine. If the device is closed in between, the page stays pinned for good.',
  source:
    'kvmgt_gfn_to_pfn and gvt_cache_add in drivers/gpu/drm/i915/gvt/kvmgt.c of v4.11, whose lock covers the record and not the pin; Gunthorpe on the selftests of iommufd’s access, after syzkaller had run them, late in 2022: whether any driver of a mediated device does it right',
  fix: 'One lock of the driver covers pin and record, and its callback takes that lock too.',
  evidence: 'verified',
  switches: { driverRecord: 'after-pin' },
  given: { unmapStuck: 'BUG_ON' },
  law: 'unmap-terminates',
  place: { command: 'unmap', answer: 'OOPS' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1 [stops at driver: pages pinned, not yet recorded]',
    'unmap p0 c0 i0 1',
  ),
  also: [
    {
      law: 'no-splat',
      place: {
        splat: 'warning',
        where: 'vfio_remove_dma',
        what: 'a driver has pages of the mapping pinned',
      },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1 [stops at driver: pages pinned, not yet recorded]',
        'detach p0 g0',
      ),
    },
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1 [stops at driver: pages pinned, not yet recorded]',
        'exit p0',
        'continue-driver g0',
      ),
    },
    {
      law: 'pin-balance',
      place: { command: 'commands that overlap', clause: 'a page stays pinned' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1 [stops at driver: pages pinned, not yet recorded]',
        'detach p0 g0',
      ),
    },
    {
      law: 'linearizability',
      place: { command: 'detach', answer: 'EBUSY' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'pin g0 i0 1 [stops at vfio_pin_pages: container looked up, not yet used]',
        'detach p0 g0',
      ),
    },
  ],
};
