import type { LinuxFunction } from '../../fidelity.ts';

const pasid = 'drivers/iommu/intel-pasid.c';
const dmar = 'drivers/iommu/dmar.c';

/** The entry of a PASID in the table of a device, and the queue of invalidations. */
export const entryFidelity: readonly LinuxFunction[] = [
  {
    name: 'intel_pasid_get_entry',
    file: pasid,
    read: { 'linux-5.6-vtd': 'v5.7', 'linux-5.8-vtd': 'v5.8', 'linux-5.14-vtd': 'v5.15' },
    behaviours: [
      {
        linux:
          'A PASID that does not fit the table of the device is refused with a warning; a missing leaf of 64 entries is allocated and never freed while the table lives.',
        versions: 'v5.0 to v6.12',
        verdict: 'simplified',
        simulation: 'iommu/intel/pasid-table.ts: setUpEntry',
        because: 'A table has one part, for all PASIDs of a world.',
        hides: 'nothing',
        test: 'iommu/intel/bind.test.ts: needs a part of the table, which is allocated once: EINVAL without memory',
      },
      {
        linux:
          'The leaf is published before its zeroes are written back to memory on a unit that does not snoop the caches.',
        versions: 'v5.0 to v6.19',
        source: 'CVE-2026-45862',
        verdict: 'not simulated',
        because: 'Hardware can read garbage as an entry. The world has units that snoop.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'intel_pasid_setup_first_level',
    file: pasid,
    read: { 'linux-5.6-vtd': 'v5.7', 'linux-5.8-vtd': 'v5.8', 'linux-5.14-vtd': 'v5.15' },
    behaviours: [
      {
        linux:
          'A unit without first-level translation, no entry, no supervisor support and no 5-level paging are EINVAL, in this order; only the last leaves the entry cleared.',
        versions: 'v5.0 to v5.18',
        verdict: 'not simulated',
        because: 'A bind that fails here must leave an entry that is not present.',
        hides: 'nothing',
      },
      {
        linux:
          'An entry that is present is overwritten: it is zeroed, word by word, and set up anew, and nothing is flushed.',
        versions: 'v5.0 to v5.14',
        source: '423d39d8518c',
        verdict: 'simplified',
        simulation: 'iommu/intel/pasid-table.ts: setUpEntry',
        because: 'It is overwritten at once, and not word by word.',
        hides: 'a mistake',
        test: 'iommu/intel/bind.test.ts: that is present is refused to a bind (v5.15), and was overwritten before',
      },
      {
        linux: 'An entry that is present is refused with EBUSY.',
        versions: 'v5.15 to v6.12',
        source: '423d39d8518c',
        verdict: 'same',
        simulation: 'iommu/intel/pasid-table.ts: setUpEntry',
        test: 'iommu/intel/bind.test.ts: that is present is refused to a bind (v5.15), and was overwritten before',
      },
      {
        linux: 'The present bit is set last, by a write of its own.',
        versions: 'v5.0 to v6.12',
        verdict: 'not simulated',
        because: 'Hardware never sees a present entry that is half set up.',
        hides: 'nothing',
      },
      {
        linux: 'Nothing is flushed after the set-up, unless the unit is emulated (caching mode).',
        versions: 'v5.0 to v6.12',
        verdict: 'not simulated',
        because:
          'It rests on the tear-down of the last owner: what that left in the PASID cache is used by this one.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'intel_pasid_tear_down_entry',
    file: pasid,
    read: {
      'linux-5.6-vtd': 'v5.7',
      'vtd-drain-v2': 'v5.7',
      'linux-5.8-vtd': 'v5.8',
      'linux-5.14-vtd': 'v5.15',
    },
    behaviours: [
      {
        linux:
          'The entry is zeroed word by word, the present bit with the first one; hardware can read it in between.',
        versions: 'v5.0 to v6.19',
        source: 'CVE-2026-45894',
        verdict: 'not simulated',
        because:
          'Hardware can see a mixture of two entries. The world’s hardware reads an entry at once.',
        hides: 'a mistake',
      },
      {
        linux:
          'The order is: clear the entry, invalidate the PASID cache, the IOTLB of the PASID, and with ATS the device TLB; each waits for the one before.',
        versions: 'v5.0 to v6.12',
        verdict: 'same',
        simulation: 'iommu/intel/pasid-table.ts: tearDownEntry',
        test: 'iommu/intel/pasid-table.test.ts: is cleared, and then flushed from the PASID cache, the IOTLB and the device TLB, in this order',
      },
      {
        linux:
          'The device TLB is flushed without the PASID; the range flush that follows in the callers has it.',
        versions: 'v5.0 to v5.7',
        verdict: 'not simulated',
        because: 'Translations of the PASID stay in the device until that second flush.',
        hides: 'an order',
      },
      {
        linux:
          'If the entry is not present any more, it is zeroed again and its caches are invalidated, with the domain id 0 that it now has.',
        versions: 'v5.8',
        verdict: 'same',
        simulation: 'iommu/intel/pasid-table.ts: tearDownEntry',
        test: 'iommu/intel/bind.test.ts: that the end of the mm has torn down stays as it is, and was zeroed again up to v5.13',
      },
      {
        linux:
          'If the entry is not present any more, it returns at once; FPD stays until the next owner sets the entry up.',
        versions: 'v5.14 to v6.12',
        verdict: 'same',
        simulation: 'iommu/intel/pasid-table.ts: tearDownEntry',
        test: 'iommu/intel/bind.test.ts: that the end of the mm has torn down stays as it is, and was zeroed again up to v5.13',
      },
      {
        linux: 'It takes no lock; release and unbind of one bond can run in it at the same time.',
        versions: 'v5.0 to v5.18',
        verdict: 'not simulated',
        because: 'Both clear the same entry, and each sends its own invalidations.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'qi_submit_sync',
    file: dmar,
    read: { 'linux-4.4-svm': 'v4.13', 'linux-5.14-vtd': 'v5.14-rc1' },
    behaviours: [
      {
        linux:
          'It waits for room and fills the queue under a spinlock with interrupts off, a wait descriptor last, and spins until that one is done; the lock is dropped for a moment in each turn.',
        versions: 'v4.4 to v6.12',
        verdict: 'not simulated',
        because:
          'It never sleeps, so it is allowed in an RCU section. Descriptors of other callers get in between.',
        hides: 'an order',
      },
      {
        linux:
          'If a device does not answer in time, all waits in the queue are aborted, and each caller submits its descriptors again, as often as it takes.',
        versions: 'v4.4 to v6.12',
        verdict: 'not simulated',
        because: 'A device that was pulled out keeps the CPU spinning with interrupts off.',
        hides: 'a mistake',
      },
      {
        linux:
          'Descriptors of one call are adjacent, and no other call’s descriptor stands between them.',
        versions: 'v5.8 to v6.12',
        verdict: 'not simulated',
        because: 'The fence, the invalidations and the draining wait of a drain belong together.',
        hides: 'nothing',
      },
    ],
  },
];
