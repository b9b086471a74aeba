import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/gpu/drm/i915/gvt/kvmgt.c';
const read = { 'linux-4.10': 'v4.11', 'linux-4.12': 'v4.11' } as const;

/** What drivers of mediated devices do: that of i915 was the first. The simulation has one driver, whose habits are switches. */
export const driversFidelity: readonly LinuxFunction[] = [
  {
    name: 'kvmgt_gfn_to_pfn',
    file,
    since: 'v4.10',
    until: 'v4.15',
    read,
    behaviours: [
      {
        linux:
          'The driver looks for a record of the page, pins the page, maps it for its hardware and records it. Its lock covers the search and the record, but not the pin in between.',
        versions: 'v4.10 to v4.15',
        verdict: 'simplified',
        simulation: 'vfio/driver.ts: driverPins',
        because:
          'The driver holds its lock over pin and record. The switch driverRecord is the driver of i915; no release has it, because drivers are not part of a release here.',
        hides: 'a mistake',
        test: 'vfio/driver.test.ts: finds nothing to unpin if it records after the pin, without its lock',
      },
      {
        linux: 'If the page cannot be mapped for the hardware, it is unpinned again.',
        versions: 'v4.11',
        verdict: 'same',
        simulation: 'vfio/driver.ts: pinAndRecord',
        test: 'vfio/driver.test.ts: lets it unpin, and record nothing',
      },
      {
        linux:
          'If the record cannot be allocated, nothing is recorded, but the caller still gets the page, which stays pinned.',
        versions: 'v4.11',
        verdict: 'simplified',
        simulation: 'vfio/driver.ts: pinAndRecord',
        because:
          'A driver’s own step that fails is an error of the call. The switch driverUnwind forgets the page, as this driver does.',
        hides: 'nothing',
        test: 'vfio/driver.test.ts: left the page pinned for ever if the driver forgot it',
      },
    ],
  },
  {
    name: 'intel_vgpu_iommu_notifier',
    file,
    since: 'v4.10',
    until: 'v5.19',
    read,
    behaviours: [
      {
        linux:
          'For each page of the range that is recorded, under the lock of the record: it is unpinned, and the record is removed.',
        versions: 'v4.11',
        verdict: 'same',
        simulation: 'vfio/driver.ts: driverIsTold',
        test: 'vfio/driver.test.ts: unpins as often as it pinned, only in the range',
      },
    ],
  },
  {
    name: '__intel_vgpu_release',
    file,
    since: 'v4.10',
    until: 'v5.18',
    read,
    behaviours: [
      {
        linux:
          'The notifier is unregistered before the pages are unpinned. An unmap in between finds pinned pages and nobody to tell.',
        versions: 'v4.11',
        verdict: 'simplified',
        simulation: 'vfio/driver.ts: closeDriver',
        because:
          'The driver is notified of unmaps until it has unpinned everything. The switch driverClose is the driver of i915.',
        hides: 'a mistake',
        test: 'vfio/driver.test.ts: or is no longer told of an unmap before it has unpinned, so that unmap never ends',
      },
    ],
  },
  {
    name: 'vfio_dma_rw',
    file: 'drivers/vfio/vfio_main.c',
    elsewhere: {
      'v6.3.2 and v6.3-rc1 (90fdd158a695)': [
        'drivers/vfio/vfio_main.c: vfio_dma_rw',
        'drivers/vfio/container.c: vfio_device_container_dma_rw',
        'drivers/vfio/vfio_iommu_type1.c: vfio_iommu_type1_dma_rw',
      ],
    },
    read: { 'linux-6.3': 'v6.3.2 and v6.3-rc1 (90fdd158a695)' },
    behaviours: [
      {
        linux: 'A driver reads and writes memory of the program by IOVA, without a pin.',
        versions: 'v6.3',
        verdict: 'not simulated',
        because:
          'No command does it. It needs a mapping and an mm that live as long as the access.',
        hides: 'a mistake',
      },
      {
        linux:
          'While a virtual address is invalid it warns once and answers EBUSY. An owner whose address space has ended is EPERM.',
        versions: 'v6.3',
        verdict: 'not simulated',
        because: 'No command does it.',
        hides: 'nothing',
      },
    ],
  },
];
