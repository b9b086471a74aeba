import type { LinuxFunction } from '../../fidelity.ts';

/** VFIO, which allocates PASIDs for guests. */
export const vfioPasidFidelity: readonly LinuxFunction[] = [
  {
    name: 'vfio_iommu_type1_pasid_request',
    file: 'drivers/vfio/vfio_iommu_type1.c',
    read: {
      'ioasid-ext-v1': 'version 7 of the series',
      'ioasid-ext-v4': 'version 7 of the series',
    },
    behaviours: [
      {
        linux:
          'EINVAL if the range is empty, or if an end of it is above 0x80000000. That number itself passes, and would be returned as a negative one.',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 05/16]”, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'Every allocation is for the whole range; every free for one PASID.',
        hides: 'a mistake',
      },
      {
        linux:
          'Without a set it is EOPNOTSUPP, which comes before the look at the flags (EINVAL unless one is given).',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 05/16]”',
        verdict: 'not simulated',
        because: 'Every file has a set, and traces have no flags.',
        hides: 'nothing',
      },
      {
        linux: 'The lock of the container is held.',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 05/16]”',
        verdict: 'not simulated',
        because:
          'Two requests through one file can overlap where an allocation can be suspended, as two through containers of one mm can in Linux.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'vfio_iommu_handle_pgtbl_op',
    file: 'drivers/vfio/vfio_iommu_type1.c',
    read: {
      'ioasid-ext-v1': 'version 1 of the series of VFIO',
      'ioasid-ext-v4': 'version 7 of the series',
    },
    elsewhere: {
      'version 1 of the series of VFIO': [
        'drivers/vfio/vfio_iommu_type1.c: vfio_iommu_type1_bind_gpasid',
      ],
    },
    behaviours: [
      {
        linux:
          'A bind that fails is undone by an unbind of all devices. So a second bind answers EBUSY and ends the first.',
        versions: 'versions 1 to 7 of the series',
        source:
          'Liu, 2020-03-22, “[PATCH v1 6/8]”, and 2020-09-10, “[PATCH v7 10/16] vfio/type1: Support binding guest page tables to PASID”, as we read them; nobody reported it',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: bindGpasid',
        because: 'VFIO does not unbind after an error.',
        hides: 'a mistake',
        test: 'sets/gpasid.test.ts: makes the entry of the device, once',
      },
      {
        linux: 'An unbind always succeeds: what the driver answers is not looked at.',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 10/16]”',
        verdict: 'simplified',
        simulation: 'sets/gpasid.ts: guestUnbind',
        because: 'The answer of the driver is passed on, so that a refusal is seen.',
        hides: 'nothing',
        test: 'sets/gpasid.test.ts: clears the entry, and says EINVAL where there is none',
      },
      {
        linux: 'A bind is for all devices of the group of the container.',
        versions: 'versions 1 to 7 of the series',
        verdict: 'simplified',
        simulation: 'calls/sets/guest-bind.ts: guestBind',
        because: 'A bind is for one device: a container stands for its devices one by one.',
        hides: 'nothing',
        test: 'sets/gpasid.test.ts: takes one reference for all devices, and drops it with the last',
      },
      {
        linux:
          'The lock of the PASIDs of the mm is held, which frees take as well: neither comes into the other.',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 10/16]”',
        verdict: 'not simulated',
        because: 'Binds and frees are one step each.',
        hides: 'nothing',
      },
    ],
  },
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
          'Before a group leaves, VFIO unbinds all PASIDs of the mm from its devices, so an exit never frees a PASID that is bound. Version 1 does not.',
        versions: 'versions 4 to 7 of the series',
        source:
          'Liu, 2020-09-10, “[PATCH v7 10/16]”, vfio_iommu_type1_detach_group; 2020-03-22, “[PATCH v1 6/8]”',
        verdict: 'same',
        simulation: 'sets/vfio-pasid.ts: releaseSet',
        test: 'sets/ioasid-set.test.ts: with its last file (%s) frees what is bound',
      },
      {
        linux:
          'The quota is a parameter of the module, 1000, which can be set only when that is loaded.',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 04/16]”',
        verdict: 'simplified',
        simulation: 'sets/vfio-pasid.ts: openSet',
        because: 'Each set has the quota of its command, so that quotas of all sizes are tried.',
        hides: 'nothing',
        test: 'sets/ioasid-set.test.ts: reserves its quota, and the sets of all mms no more than there is',
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
        linux:
          'If there is no memory to note the PASID, it is freed again: ENOMEM. Between the allocation and the note a free of the range misses it.',
        versions: 'version 7 of the series',
        source: 'Liu, 2020-09-10, “[PATCH v7 04/16]”, as we read it',
        verdict: 'not simulated',
        because:
          'VFIO has no list of its own: the PASIDs of the set are those that it has allocated.',
        hides: 'a mistake',
      },
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
        linux:
          'That loop runs up to and including the end of the range, so for the largest number it never ends.',
        versions: 'version 4 of the series',
        source: 'Liu, v4 of the series, 07/15, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'A free is for one PASID.',
        hides: 'a mistake',
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
