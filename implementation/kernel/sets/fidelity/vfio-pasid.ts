import type { LinuxFunction } from '../../fidelity.ts';

/** VFIO, which allocates PASIDs for guests. */
export const vfioPasidFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_mm_release',
    file: 'drivers/vfio/vfio_pasid.c',
    read: {
      'ioasid-ext-v1': 'version 1 of the series',
      'ioasid-ext-v4': 'version 4 of the series',
    },
    behaviours: [
      {
        linux: 'With the last container all PASIDs of the mm are freed, and the set is given up.',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 04/16] vfio: Add PASID allocation/free support”',
        verdict: 'same',
        simulation: 'sets/vfio-pasid.ts: releaseSet',
        test: 'sets/ioasid-set.test.ts: ends with its last file, gives its quota back, and frees its PASIDs',
      },
      {
        linux:
          'Containers of one mm share its set, which is made with the first group and ends with the last.',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 05/16]”',
        verdict: 'simplified',
        simulation: 'sets/vfio-pasid.ts: openSet',
        because:
          'A file stands for the container with its groups; a second one for the same mm is EEXIST.',
        hides: 'nothing',
        test: 'sets/ioasid-set.test.ts: is one for each mm, and a quota that is too large is refused before',
      },
      {
        linux:
          'The mm is taken out of the list before its PASIDs are freed, so a group that is attached meanwhile makes a second set (EEXIST in version 4).',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 04/16]”, as we read it',
        verdict: 'not simulated',
        because: 'The release of a file is one step.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'vfio_pasid_alloc',
    file: 'drivers/vfio/vfio_pasid.c',
    read: {
      'ioasid-ext-v1': 'version 1 of the series',
      'ioasid-ext-v4': 'version 4 of the series',
    },
    behaviours: [
      {
        linux: 'Every failure of the allocator is ENOSPC.',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 04/16]”',
        verdict: 'simplified',
        simulation: 'sets/ioasid-set.ts: takeIn',
        because: 'An allocation of memory that fails answers ENOMEM.',
        hides: 'nothing',
        test: 'sets/ioasid-set.test.ts: gives no more PASIDs than its quota',
      },
    ],
  },
  {
    name: 'vfio_pasid_free_range',
    file: 'drivers/vfio/vfio_pasid.c',
    read: {
      'ioasid-ext-v1': 'version 1 of the series',
      'ioasid-ext-v4': 'version 4 of the series',
    },
    behaviours: [
      {
        linux:
          'It frees the PASIDs of the range that VFIO has allocated for this mm, and always succeeds.',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 04/16]”',
        verdict: 'same',
        simulation: 'sets/vfio-pasid.ts: guestFree',
        test: 'sets/ioasid-set.test.ts: leaves a PASID of another set alone, unless nobody asks',
      },
      {
        linux:
          'In the fourth version every number of the range is given to ioasid_free, which asks for no owner.',
        versions: 'version 4 of the series',
        source: 'Liu, v4 of the series, 07/15, as we read it',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: freed',
        test: 'sets/ioasid-set.test.ts: leaves a PASID of another set alone, unless nobody asks',
      },
      {
        linux: 'Brucker’s proposal: a free takes the path of an unbind first.',
        versions: 'a proposal',
        source: 'Brucker, 2020-04-02',
        verdict: 'same',
        simulation: 'sets/vfio-pasid.ts: guestFree',
        test: 'sets/ioasid-set.test.ts: unbinds first in the last proposal',
      },
    ],
  },
];
