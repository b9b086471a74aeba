import type { LinuxFunction } from '../../fidelity.ts';
import { type1 } from './read.ts';

/** An IOMMU joins a container that has mappings, or leaves it. */
export const replayFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_iommu_replay',
    file: type1,
    read: {
      'linux-4.10': 'v4.11-rc1 (6e84f31522f9)',
      'linux-4.12': 'v4.12',
      'linux-4.18': 'v4.18',
      'linux-6.3': 'v6.3',
    },
    behaviours: [
      {
        linux:
          'All mappings of the container are pinned, charged and mapped for the first IOMMU that joins, in the order of IOVA space.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/replay.ts: vfioIommuReplay',
        test: 'vfio/replay.test.ts: pins, charges and translates them all',
      },
      {
        linux:
          'For a second, incompatible IOMMU the frames are read from the page tables of the first.',
        versions: 'v4.8 to v6.18',
        verdict: 'not simulated',
        because: 'All devices behind the IOMMU share one domain.',
        hides: 'a mistake',
      },
      {
        linux:
          'A page that cannot be pinned makes it return at once: what was pinned before stays pinned and charged, and the domain is freed.',
        versions: 'v4.10 to v5.8',
        source: 'aae7a75a821a mended it',
        verdict: 'same',
        simulation: 'vfio/replay.ts: vfioIommuReplay',
        test: 'vfio/replay.test.ts: undid nothing before: the next attach finds mappings that are called mapped',
      },
      {
        linux:
          'For a mapping that an earlier attach has left so, the next attach takes the head of the empty list of domains for a domain, and asks what lies before that head for the frames.',
        versions: 'v4.10 to v4.19',
        verdict: 'simplified',
        simulation: 'vfio/replay.ts: replayOne',
        because:
          'The access out of bounds is reported, and attach answers EINVAL. What Linux does with what it reads there cannot be told; most likely it crashes.',
        hides: 'nothing',
        test: 'vfio/replay.test.ts: undid nothing before: the next attach finds mappings that are called mapped',
      },
      {
        linux: 'If the IOMMU cannot map a run, that run also stays pinned and charged.',
        versions: 'v4.10 to v5.8',
        verdict: 'same',
        simulation: 'vfio/map.ts: iommuMap',
        test: 'vfio/replay.test.ts: left them pinned and charged until v5.8',
      },
      {
        linux:
          'The run is given back, then everything that this replay has mapped; mappings are called mapped only when all of them are.',
        versions: 'v5.9 to v6.18',
        source: 'aae7a75a821a',
        verdict: 'same',
        simulation: 'vfio/replay.ts: unwindReplay',
        test: 'vfio/replay.test.ts: undoes the mappings before the one at which it fails as well (v5.9)',
      },
      {
        linux:
          'The mappings are undone from the last one to the first, and each piece of adjacent pages is credited on its own.',
        versions: 'v6.3',
        verdict: 'simplified',
        simulation: 'vfio/replay.ts: unwindReplay',
        because:
          'They are undone in the order of IOVA space, each with one credit. iommu->lock is held, credits are never refused, and the sums are the same.',
        hides: 'nothing',
        test: 'vfio/replay.test.ts: undoes the runs of a mapping before the one at which it fails',
      },
      {
        linux:
          'The loop stops at the exclusive end of a mapping, so a mapping up to the end of 64 bits is skipped, but counts as mapped.',
        versions: 'v4.10 to v6.17',
        source: 'ef270ec44637 mended it',
        verdict: 'same',
        simulation: 'vfio/replay.ts: replayOne',
        test: 'vfio/replay.test.ts: skipped a mapping that ends with the last page of 64 bits',
      },
      {
        linux:
          'The mapping of a process that has exited is pinned from the caller’s memory as well; charging it fails with ESRCH.',
        versions: 'v4.18 to v6.2',
        verdict: 'same',
        simulation: 'vfio/accounting.ts: lockAcct',
        test: 'vfio/replay.test.ts: was refused in v4.18 after the caller’s pages were pinned, because the owner’s task has no mm',
      },
    ],
  },
  {
    name: 'vfio_iommu_unmap_unpin_reaccount',
    file: type1,
    read: { 'linux-4.10': 'v4.11-rc1 (6e84f31522f9)', 'linux-4.18': 'v4.18', 'linux-6.3': 'v6.3' },
    behaviours: [
      {
        linux:
          'The last IOMMU leaves: for each mapping, the drivers’ pages are counted less those of the IOMMU, in one charge.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/reaccount.ts: reaccount',
        test: 'vfio/reaccount.test.ts: in Linux, where all pages of the IOMMU are credited, those of drivers are counted again in the same step',
      },
      {
        linux: 'A reserved page that a driver has pinned is left out of that count.',
        versions: 'v4.10 to v6.18',
        verdict: 'same',
        simulation: 'vfio/reaccount.ts: keptByDrivers',
        test: 'vfio/reaccount.test.ts: a reserved page is left out of what is counted again',
      },
      {
        linux:
          'That charge may be refused by the limit, which is ignored: the drivers’ pages stay pinned, and are not charged.',
        versions: 'v4.12 to v6.18',
        verdict: 'same',
        simulation: 'vfio/reaccount.ts: reaccount',
        test: 'vfio/reaccount.test.ts: a charge that the limit refuses is left out, and the driver’s page stays pinned',
      },
    ],
  },
  {
    name: 'vfio_test_domain_fgsp',
    file: type1,
    read: { 'linux-4.12': 'v4.12', 'linux-6.3': 'v6.3-rc1 (90fdd158a695)' },
    behaviours: [
      {
        linux:
          'Before the replay two pages are mapped and unmapped in the new domain as a test; a failure is ignored.',
        versions: 'v4.12 to v6.3',
        verdict: 'not simulated',
        because: 'Nothing of it stays.',
        hides: 'nothing',
      },
    ],
  },
];
