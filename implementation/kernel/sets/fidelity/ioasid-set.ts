import type { LinuxFunction } from '../../fidelity.ts';

/** Sets of PASIDs, in the series “IOASID extensions for guest SVA”. */
export const setFidelity: readonly LinuxFunction[] = [
  {
    name: 'ioasid_set_alloc',
    file: 'drivers/iommu/ioasid.c',
    read: {
      'ioasid-ext-v1': 'version 1 of the series',
      'ioasid-ext-v4': 'version 4 of the series',
    },
    elsewhere: { 'version 1 of the series': ['drivers/iommu/ioasid.c: ioasid_alloc_set'] },
    behaviours: [
      {
        linux: 'A quota that is larger than what no set has reserved is refused with ENOSPC.',
        versions: 'versions 1 to 4 of the series',
        source:
          'Pan, 2020-03-25, “[PATCH 03/10] iommu/ioasid: Introduce per set allocation APIs”; Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: addSet',
        test: 'sets/ioasid-set.test.ts: reserves its quota, and the sets of all mms no more than there is',
      },
      {
        linux: 'An mm has one set: a second one with its token is EEXIST. ENOSPC is found before.',
        versions: 'version 4 of the series',
        source:
          'Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: addSet',
        test: 'sets/ioasid-set.test.ts: is one for each mm, and a quota that is too large is refused before',
      },
      {
        linux: 'In the first version nobody compares tokens, so an mm can have several sets.',
        versions: 'version 1 of the series',
        source: 'Pan, 2020-03-25, “[PATCH 03/10] iommu/ioasid: Introduce per set allocation APIs”',
        verdict: 'simplified',
        simulation: 'sets/ioasid-set.ts: hasSet',
        because: 'One set for each mm in all kernels: VFIO keeps one for each mm itself (vfio_mm).',
        hides: 'nothing',
        test: 'sets/ioasid-set.test.ts: is one for each mm, and a quota that is too large is refused before',
      },
      {
        linux: 'The first version compares before it takes the lock under which it subtracts.',
        versions: 'version 1 of the series',
        source:
          'Pan, 2020-03-25, “[PATCH 03/10] iommu/ioasid: Introduce per set allocation APIs”, as we read it',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: setAlloc',
        test: 'sets/ioasid-set.test.ts: may be made by two at once before version 2, which check too early',
      },
      {
        linux:
          'All memory is allocated with GFP_ATOMIC under the spinlock; the patches before the mutex of version 1 use GFP_KERNEL there.',
        versions: 'versions 1 to 4 of the series',
        source:
          'Pan, 2020-03-25, “[PATCH 03/10] iommu/ioasid: Introduce per set allocation APIs”; Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: addSet',
        test: 'sets/ioasid-set.test.ts: is made in atomic context: with GFP_KERNEL that is a splat',
      },
      {
        linux: 'An allocation that fails gives ENOMEM and reserves nothing.',
        versions: 'versions 1 to 4 of the series',
        verdict: 'same',
        simulation: 'sets/vfio-pasid.ts: openSet',
        test: 'sets/ioasid-set.test.ts: leaves nothing behind if an allocation for it fails',
      },
      {
        linux:
          'The token is the address of the mm, without a reference. An mm that gets the address of one that has ended passes for it.',
        versions: 'version 4 of the series',
        source:
          'Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”, as we read it; Pan’s later tree adds mmgrab',
        verdict: 'same',
        simulation: 'sets/token.ts: isToken',
        test: 'sets/ioasid-set.test.ts: holds its mm, whose address is therefore no other’s',
      },
      {
        linux:
          'A quota of 0 takes all that is left; a second one then makes a set without any PASID.',
        versions: 'version 4 of the series',
        source:
          'Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”',
        verdict: 'not simulated',
        because:
          'Traces ask for quotas of 1 and more. The SVA library, which takes everything that way, has no set here.',
        hides: 'a mistake',
      },
      {
        linux:
          'A set has a type. A wrong one is EINVAL, and so is a token that the type does not allow.',
        versions: 'version 4 of the series',
        source:
          'Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”',
        verdict: 'not simulated',
        because: 'Sets are those of VFIO, with an mm as their token.',
        hides: 'nothing',
      },
      {
        linux:
          'The first version gives a set a number from 0 to what is left after it, and EBUSY if there is none. So a set of all that is left gets number 0 or nothing.',
        versions: 'version 1 of the series',
        source:
          'Pan, 2020-03-25, “[PATCH 03/10] iommu/ioasid: Introduce per set allocation APIs”, as we read it; nobody reported it',
        verdict: 'not simulated',
        because:
          'Sets have no numbers. With a set of any size there, the one that takes the rest succeeds.',
        hides: 'a mistake',
      },
      {
        linux:
          'Version 4 gives it a number from 0 to what is left before it. If there are more sets than that, it answers ENOSPC, although the quota is there.',
        versions: 'version 4 of the series',
        source:
          'Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'Sets have no numbers. There are 1048576 PASIDs, so it takes very many sets.',
        hides: 'a mistake',
      },
      {
        linux:
          'ioasid_install_capacity sets how many PASIDs there are, in the fourth version any number of times if it is the default.',
        versions: 'versions 1 to 4 of the series',
        source:
          'Pan, 2020-03-25, “[PATCH 03/10] iommu/ioasid: Introduce per set allocation APIs”; Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”',
        verdict: 'not simulated',
        because: 'All PASIDs of a world can be reserved from the start.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'ioasid_set_adjust',
    file: 'drivers/iommu/ioasid.c',
    read: {
      'ioasid-ext-v1': 'version 1 of the series',
      'ioasid-ext-v4': 'version 3 of the series',
    },
    elsewhere: {
      'version 1 of the series': ['drivers/iommu/ioasid.c: ioasid_adjust_set'],
      'version 3 of the series': ['drivers/iommu/ioasid.c: ioasid_adjust_set'],
    },
    behaviours: [
      {
        linux: 'Fewer than the set has is EINVAL; growth by more than is left is ENOSPC.',
        versions: 'version 3 of the series',
        source: 'Pan, 2020-09-28, version 3 of the series',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: adjusted',
        test: 'sets/ioasid-set.test.ts: can shrink to what it has, and grow by what is left',
      },
      {
        linux:
          'The first version compares the whole new quota with what is left, and equality is too much as well.',
        versions: 'version 1 of the series',
        source:
          'Pan, 2020-03-25, “[PATCH 09/10] iommu/ioasid: Support ioasid_set quota adjustment”',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: adjusted',
        test: 'sets/ioasid-set.test.ts: cannot keep its quota in version 1, if that is all there is',
      },
      {
        linux: 'Drivers in the kernel call it; nothing that was posted lets a program do so.',
        versions: 'versions 1 to 4 of the series',
        verdict: 'simplified',
        simulation: 'calls/sets/set-adjust.ts: setAdjust',
        because:
          'The command stands for a driver that works for its process, so it goes through a file of the set.',
        hides: 'nothing',
        test: 'sets/ioasid-set.test.ts: can shrink to what it has, and grow by what is left',
      },
    ],
  },
  {
    name: 'ioasid_set_free',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'It never adds the quota of the set to what is left; the first and the third version do.',
        versions: 'version 4 of the series',
        source:
          'Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”, as we read it',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: unlinked',
        test: 'sets/ioasid-set.test.ts: keeps its quota in version 4',
      },
      {
        linux: 'A set that has PASIDs is not freed: EBUSY. VFIO gives it up nevertheless.',
        versions: 'version 4 of the series',
        source:
          'Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”',
        verdict: 'simplified',
        simulation: 'sets/ioasid-set.ts: setFree',
        because:
          'The reference marks the set as closed, and it ends with its last PASID, as in Intel’s own tree (linux-kernel-dcp). The value until-it-ends of setToken leaves its token in use meanwhile.',
        hides: 'nothing',
        test: 'sets/ioasid-set.test.ts: that is closed is no longer for its mm, though PASIDs of it wait',
      },
      {
        linux:
          'The pointer of the caller is read before it is compared, so a null or stale one is an oops.',
        versions: 'version 4 of the series',
        source:
          'Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”',
        verdict: 'simplified',
        simulation: 'sets/ioasid-set.ts: setFree',
        because:
          'The pointer of VFIO is stale after the last PASID of its set. Its end is skipped then; the next allocation, or a change of the quota, shows the use of freed memory.',
        hides: 'nothing',
        test: 'sets/ioasid-set.test.ts: is not freed again by VFIO if it has ended with its last PASID',
      },
    ],
  },
  {
    name: 'ioasid_set_free_locked',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux: 'It runs with the last PASID of the set, although its owner has not given it up.',
        versions: 'version 4 of the series',
        source:
          'Pan, 2021-02-27, “[PATCH V4 05/18] iommu/ioasid: Redefine IOASID set and allocation APIs”, as we read it; linux-kernel-dcp does it only for sets that were given up',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: erase',
        test: 'sets/ioasid-set.test.ts: ends with its last PASID in version 4, under a pointer of VFIO',
      },
    ],
  },
  {
    name: 'ioasid_do_free_locked',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'The number is free at once; private data and the guest’s number are dropped without a word.',
        versions: 'version 4 of the series',
        verdict: 'simplified',
        simulation: 'sets/ioasid-set.ts: erase',
        because:
          'Private data is the svm of VT-d, found by its PASID. Guest numbers are not simulated.',
        hides: 'nothing',
        test: 'sets/ioasid-set.test.ts: waits for the last reference, and counts until then',
      },
    ],
  },
  {
    name: 'ioasid_get_if_owned',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'ENOENT for a free PASID, EINVAL for one of no set, EPERM if the caller’s mm is not the token, EBUSY while a free waits; in this order.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 11/18]”',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: owned',
        test: 'sets/ioasid-set.test.ts: is refused to a caller of bind by its state, its set, its owner and its free, in this order',
      },
      {
        linux: 'So a guest cannot unbind a PASID whose free waits; only the deferred work can.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 11/18]”',
        verdict: 'same',
        simulation: 'sets/ioasid-set.ts: owned',
        test: 'sets/ioasid-set.test.ts: refuses new references meanwhile',
      },
    ],
  },
  {
    name: 'ioasid_attach_spid',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux:
          'A PASID can have a second number, that of the guest, unique in its set. It is not checked whether it has one already, or whether a free waits.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 08/18]”',
        verdict: 'not simulated',
        because: 'Guests use the numbers of the host.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'ioasid_find_by_spid',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-ext-v4': 'version 4 of the series' },
    behaviours: [
      {
        linux: 'With the flag `get` it takes a reference even if a free waits.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 08/18]”, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'Guests use the numbers of the host, so nobody looks one up.',
        hides: 'a mistake',
      },
      {
        linux:
          'The invalid number is that of every PASID that has none: the last one is the answer, and each gets a reference.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 08/18]”, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'Guests use the numbers of the host, so nobody looks for the invalid one.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'ioasid_free_all_in_set',
    file: 'drivers/iommu/ioasid.c',
    read: {
      'ioasid-ext-v1': 'version 1 of the series',
      'ioasid-ext-v4': 'version 4 of the series',
    },
    elsewhere: { 'version 1 of the series': ['drivers/iommu/ioasid.c: ioasid_free_set'] },
    behaviours: [
      {
        linux:
          'The first version frees every PASID with its event, ends the set and gives its quota back, all with the mutex held once.',
        versions: 'version 1 of the series',
        source: 'Pan, 2020-03-25, “[PATCH 03/10]” and “[PATCH 06/10]”',
        verdict: 'simplified',
        simulation: 'sets/vfio-pasid.ts: releaseSet',
        because:
          'The mutex is taken for each PASID. The release of a file is one step nevertheless.',
        hides: 'nothing',
        test: 'sets/ioasid-set.test.ts: cleans up, ends and gives its quota back at once in version 1',
      },
      {
        linux:
          'A PASID that waits for its last reference is no longer in the array of its set, so it is not found by the number of the guest.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 07/18]”, as we read it',
        verdict: 'not simulated',
        because: 'Guests use the numbers of the host.',
        hides: 'nothing',
      },
      {
        linux:
          'All PASIDs of a set are freed one by one. It is looked up before the lock whether there are any.',
        versions: 'version 4 of the series',
        source: 'Pan, 2021-02-27, “[PATCH V4 07/18]”',
        verdict: 'simplified',
        simulation: 'sets/vfio-pasid.ts: releaseSet',
        because: 'VFIO frees them one by one here, each under the lock.',
        hides: 'an order',
        test: 'sets/ioasid-set.test.ts: ends with its last file, gives its quota back, and frees its PASIDs',
      },
    ],
  },
  {
    name: 'ioasid_register_allocator',
    file: 'drivers/iommu/ioasid.c',
    read: { 'ioasid-5.11': 'v5.11' },
    behaviours: [
      {
        linux:
          'A driver can register an allocator of its own, the first one only while no PASID is allocated (EAGAIN). One that is registered twice is refused (EEXIST), after its list entry was linked into a record that is freed then.',
        versions: 'v5.5 to v6.3',
        source: 'ioasid_register_allocator, as we read it; nobody reported the second',
        verdict: 'not simulated',
        because: 'The default allocator is the only one.',
        hides: 'a mistake',
      },
    ],
  },
];
