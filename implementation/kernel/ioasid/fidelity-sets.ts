import type { Behaviour } from '../fidelity.ts';

/** What the series “IOASID extensions for guest SVA” makes of the allocator, function by function. */

const v1 = 'version 1 of the series';
const v4 = 'version 4 of the series';
const series = '“IOASID extensions for guest SVA”';

export const allocInSets: readonly Behaviour[] = [
  {
    linux:
      'The quota of the set is compared with the number of its PASIDs under the lock. The first allocation that is refused is the one after the quota.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 05/18]”',
    verdict: 'same',
    simulation: 'sets/ioasid-set.ts: isFull',
    test: 'sets/ioasid-set.test.ts: gives no more PASIDs than its quota',
  },
  {
    linux: 'The first version compares them before it takes the lock.',
    versions: v1,
    source: 'Pan, 2020-03-25, “[PATCH 06/10]”, as we read it; nobody reported it',
    verdict: 'same',
    simulation: 'sets/ioasid-set.ts: setPasidAlloc',
    test: 'sets/ioasid-set.test.ts: may get a PASID too many before version 2, which checks too early',
  },
  {
    linux:
      'If the PASID cannot be stored in its set, it is freed again, and the one exit returns its number.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 05/18]”, as we read it; nobody reported it',
    verdict: 'same',
    simulation: 'sets/ioasid-set.ts: takeIn',
    test: 'sets/ioasid-set.test.ts: answers that PASID in version 4, and hands it out again',
  },
  {
    linux:
      'That exit also frees the record, which the default allocator has passed to kfree_rcu already.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 05/18]”, as we read it; nobody reported it',
    verdict: 'not simulated',
    because: 'Records of PASIDs are rows of a table here, which nobody frees.',
    hides: 'a mistake',
  },
  {
    linux:
      'The first version does not look whether the PASID was stored in its set: it counts, but the end of the set leaves it.',
    versions: v1,
    source: 'Pan, 2020-03-25, “[PATCH 07/10]”, as we read it; nobody reported it',
    verdict: 'simplified',
    simulation: 'sets/ioasid-set.ts: takeIn',
    because: 'The allocation fails with ENOMEM there, as in the reference.',
    hides: 'a mistake',
    test: 'sets/ioasid-set.test.ts: frees a PASID again that it cannot note',
  },
  {
    linux: 'It reads the set before anything else, so a null set is an oops.',
    versions: v4,
    source: `Pan, 2021-02-27, “[PATCH V4 05/18]”; Intel’s tree (linux-kernel-dcp) looks at the pointer`,
    verdict: 'not simulated',
    because:
      'VFIO passes the set that it got. The SVA library keeps the pointer without a look at it, but has no set here.',
    hides: 'a mistake',
  },
  {
    linux:
      'PASIDs of the host’s own address spaces come from a set as well: VT-d reserves PID_MAX_DEFAULT for them at boot, the SVA library all that is left.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 05/18]”: host_pasid_set, iommu_sva_init',
    verdict: 'simplified',
    simulation: 'ioasid/ioasid.ts: ioasidAlloc',
    because:
      'Address spaces and drivers take their PASIDs from the range without a set. The set of the host ends with its last PASID in Linux, and its pointer is used again.',
    hides: 'a mistake',
    test: 'ioasid/ioasid.test.ts: hands out the lowest free PASID, from 1 on',
  },
  {
    linux: 'The subscribers of the set are told of every allocation, under the lock.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 09/18]”; the documentation names no subscriber',
    verdict: 'not simulated',
    because: 'Nobody who was posted or described does anything then.',
    hides: 'nothing',
  },
  {
    linux:
      'The default allocator hands out 0 if the range begins there. VT-d and the SVA library begin at 1; VFIO passes the range of its user, whose bind of 0 is refused (EINVAL).',
    versions: 'v5.5 to v6.3',
    source: 'ioasid_alloc, and Liu, 2020-09-10, “[PATCH v7 05/16]”, as we read them',
    verdict: 'simplified',
    simulation: 'ioasid/ioasid.ts: takeNext',
    because: 'Every range begins at 1.',
    hides: 'nothing',
    test: 'ioasid/ioasid.test.ts: hands out the lowest free PASID, from 1 on',
  },
];

export const getInSets: readonly Behaviour[] = [
  {
    linux:
      'It returns EINVAL for a PASID that is not allocated, EBUSY while a free waits, and then EACCES for one of another set.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 06/18]”',
    verdict: 'simplified',
    simulation: 'sets/ioasid-set.ts: pasidGet',
    because: 'It is not asked for a set, because its callers pass none.',
    hides: 'nothing',
    test: 'sets/ioasid-set.test.ts: gives no reference on a PASID that is free, or whose free waits',
  },
];

export const putInSets: readonly Behaviour[] = [
  {
    linux:
      'In the series the creator holds a reference, too. A put that nobody owed frees a PASID that is in use, without the event of a free.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 05/18]” and “[PATCH V4 09/18]”, as we read them',
    verdict: 'same',
    simulation: 'sets/ioasid-set.ts: pasidPut',
    test: 'sets/ioasid-set.test.ts: is freed by a put that nobody owed, and nobody is told',
  },
];

export const freeInSets: readonly Behaviour[] = [
  {
    linux:
      'With references of drivers it is marked as FREE_PENDING, and the subscribers are told once. A second free does nothing.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 06/18]” and “[PATCH V4 09/18]”',
    verdict: 'same',
    simulation: 'sets/ioasid-set.ts: freed',
    test: 'sets/ioasid-set.test.ts: tells the subscribers once, however often it is called',
  },
  {
    linux: 'Without references of drivers the number is free at once, and nobody is told.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 09/18]”',
    verdict: 'same',
    simulation: 'sets/ioasid-set.ts: freed',
    test: 'sets/ioasid-set.test.ts: tells nobody of a PASID that only its creator holds',
  },
  {
    linux: 'A PASID whose free waits counts in its set until its last reference is gone.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 05/18]” and “[PATCH V4 06/18]”',
    verdict: 'same',
    simulation: 'sets/ioasid-set.ts: erase',
    test: 'sets/ioasid-set.test.ts: waits for the last reference, and counts until then',
  },
  {
    linux:
      'A PASID of another set is refused with a warning. So is every PASID if no set is given, against its comment.',
    versions: v4,
    source: 'Pan, 2021-02-27, “[PATCH V4 06/18]”',
    verdict: 'simplified',
    simulation: 'sets/ioasid-set.ts: freed',
    because: 'The warning is not noted, because a program may cause it; no caller gives no set.',
    hides: 'nothing',
    test: 'sets/ioasid-set.test.ts: leaves a PASID of another set alone, unless nobody asks',
  },
  {
    linux: 'Before the series it is not asked whose PASID it is.',
    versions: 'v5.5 to v6.3, and version 1 of the series',
    verdict: 'same',
    simulation: 'sets/ioasid-set.ts: freed',
    test: 'sets/ioasid-set.test.ts: leaves a PASID of another set alone, unless nobody asks',
  },
  {
    linux:
      'The first version tells the subscribers with the mutex held, before the number is free.',
    versions: v1,
    source: 'Pan, 2020-03-25, “[PATCH 08/10]”',
    verdict: 'same',
    simulation: 'sets/ioasid-set.ts: freed',
    test: 'sets/ioasid-set.test.ts: tells them under the lock, before the number is free',
  },
  {
    linux:
      'The first version reads the record of the PASID after it was passed to kfree_rcu. The mutex does not keep a grace period from elapsing.',
    versions: v1,
    source: `Pan, 2020-03-25, “[PATCH 06/10]” of ${series}, as we read it; nobody reported it`,
    verdict: 'not simulated',
    because: 'Records of PASIDs are rows of a table, and grace periods of RCU are not simulated.',
    hides: 'a mistake',
  },
];

export const setDataInSets: readonly Behaviour[] = [
  {
    linux:
      'In version 4 data is attached once: EBUSY if there is some. Detaching it waits for a grace period even for a PASID that is not allocated.',
    versions: v4,
    source: 'Pan, 2021-02-27, version 4 of the series: ioasid_attach_data, ioasid_detach_data',
    verdict: 'not simulated',
    because:
      'The private data of a PASID is the svm of its guest, which VT-d attaches only if there is none. Grace periods of RCU are not simulated.',
    hides: 'nothing',
  },
];

export const findInSets: readonly Behaviour[] = [
  {
    linux:
      'Private data is in the record of the PASID and goes with it. The next owner of the number finds none.',
    versions: 'v5.5 to v6.3',
    verdict: 'same',
    simulation: 'sets/gpasid.ts: svmOf',
    test: 'sets/gpasid.test.ts: has a svm of its own for its next owner, to whose guest the next device gets',
  },
];
